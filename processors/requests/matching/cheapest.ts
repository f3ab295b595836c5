import type { Block } from "./block.ts";
import { byte, int, real } from "./cells.ts";
import { clearHeap, createHeap, popNearest, pushNearer, type Heap } from "./heap.ts";
import { bytes, ints, reals } from "./scratch.ts";

/**
 * The cheapest matching of a block, with its prices: the Hungarian method as shortest augmenting paths on a sparse
 * graph. Each left node in turn looks for the nearest end: a free right node, or a left node (perhaps itself) for which
 * it is cheapest to become alone.
 */
export function createAssigner(block: Block): () => void {
  const rightMax = block.mateOfRight.length;
  const distance = reals(rightMax).fill(Infinity);
  const search: Search = {
    block,
    distance,
    heap: createHeap(distance),
    via: ints(rightMax),
    settled: bytes(rightMax),
    touched: ints(rightMax),
    touchedCount: 0,
    end: Infinity,
    endLeft: -1,
    endRight: -1,
  };
  return () => {
    takeObvious(block);
    for (let left = 0; left < block.leftCount; left++) {
      if (int(block.mateOfLeft, left) === -1 && real(block.leftPrice, left) < 0) insert(search, left);
    }
  };
}

interface Search {
  readonly block: Block;
  /** Per right node reached. */
  readonly distance: Float64Array;
  readonly heap: Heap;
  /** The left node it was reached from. */
  readonly via: Int32Array;
  readonly settled: Uint8Array;
  readonly touched: Int32Array;
  touchedCount: number;
  /** The nearest end so far: its distance, and the right node to take or the left node to leave alone. */
  end: number;
  endLeft: number;
  endRight: number;
}

/** Starts with what each left node would take if it were alone in the world, first come, first served. */
function takeObvious(block: Block): void {
  block.mateOfLeft.fill(-1, 0, block.leftCount);
  block.mateOfRight.fill(-1, 0, block.rightCount);
  block.rightPrice.fill(0, 0, block.rightCount);
  for (let left = 0; left < block.leftCount; left++) {
    let best = -1;
    let price = 0;
    const stop = int(block.start, left + 1);
    for (let place = int(block.start, left); place < stop; place++) {
      if (real(block.gain, place) >= price) continue;
      price = real(block.gain, place);
      best = int(block.target, place);
    }
    block.leftPrice[left] = price;
    if (best === -1 || int(block.mateOfRight, best) !== -1) continue;
    block.mateOfLeft[left] = best;
    block.mateOfRight[best] = left;
  }
}

function insert(search: Search, root: number): void {
  const { block, heap, distance } = search;
  search.touchedCount = 0;
  search.end = Infinity;
  scan(search, root, 0);
  while (heap.size > 0 && real(distance, int(heap.nodes, 0)) < search.end) {
    const right = popNearest(heap);
    search.settled[right] = 1;
    scan(search, int(block.mateOfRight, right), real(distance, right));
  }
  clearHeap(heap);
  reprice(search, root);
  flip(search, root);
}

/** Looks from a left node, at `base` from the root: it may become alone, or take another right node. */
function scan(search: Search, left: number, base: number): void {
  const { block, settled, distance, via, touched } = search;
  const { gain, target, rightPrice } = block;
  const price = real(block.leftPrice, left);
  if (base - price < search.end) {
    search.end = base - price;
    search.endLeft = left;
    search.endRight = -1;
  }
  const mate = int(block.mateOfLeft, left);
  const stop = int(block.start, left + 1);
  for (let place = int(block.start, left); place < stop; place++) {
    const right = int(target, place);
    if (right === mate || byte(settled, right) === 1) continue;
    const reduced = real(gain, place) - price - real(rightPrice, right);
    // No choice between `base` and a sum: that makes an object of each.
    const far = base + Math.max(0, reduced);
    const known = real(distance, right);
    if (far >= known || far >= search.end) continue;
    // Distances are handed on in their column: as arguments they would be objects, by the million.
    distance[right] = far;
    via[right] = left;
    if (known === Infinity) touched[search.touchedCount++] = right;
    reach(search, right);
  }
}

function reach(search: Search, right: number): void {
  if (int(search.block.mateOfRight, right) !== -1) return pushNearer(search.heap, right);
  search.end = real(search.distance, right);
  search.endLeft = -1;
  search.endRight = right;
}

/** Keeps the prices a proof, and forgets the search. */
function reprice(search: Search, root: number): void {
  const { block, distance, settled, end } = search;
  block.leftPrice[root] = real(block.leftPrice, root) + end;
  for (let at = 0; at < search.touchedCount; at++) {
    const right = int(search.touched, at);
    if (byte(settled, right) === 1) {
      const shift = end - real(distance, right);
      const left = int(block.mateOfRight, right);
      block.leftPrice[left] = real(block.leftPrice, left) + shift;
      block.rightPrice[right] = real(block.rightPrice, right) - shift;
      settled[right] = 0;
    }
    distance[right] = Infinity;
  }
}

function flip({ block, via, endLeft, endRight }: Search, root: number): void {
  let right = endRight;
  if (endRight === -1) {
    if (endLeft === root) return;
    right = int(block.mateOfLeft, endLeft);
    block.mateOfLeft[endLeft] = -1;
  }
  for (;;) {
    const left = int(via, right);
    const previous = int(block.mateOfLeft, left);
    block.mateOfLeft[left] = right;
    block.mateOfRight[right] = left;
    if (left === root) return;
    right = previous;
  }
}
