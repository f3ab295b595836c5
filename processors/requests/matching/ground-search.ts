import type { Block } from "./block.ts";
import { int, real } from "./cells.ts";
import { createHeap, popNearest, pushNearer, type Heap } from "./heap.ts";
import { ints, reals } from "./scratch.ts";

/** The state of the searches from and to the ground, where alternating paths begin and end; see margins. */
export interface GroundSearch {
  readonly block: Block;
  /** Only what is nearer counts. */
  limit: number;
  readonly toGround: Float64Array;
  /** Per left: to the right node of its pair. */
  readonly fromGround: Float64Array;
  readonly distance: Float64Array;
  readonly heap: Heap;
  /** Per left node: who could take its partner, and at what reduced cost. */
  readonly reverseStart: Int32Array;
  readonly reverseLeft: Int32Array;
  readonly reverseReduced: Float64Array;
}

export function createGroundSearch(block: Block): GroundSearch {
  const leftMax = block.mateOfLeft.length;
  const distance = reals(leftMax).fill(Infinity);
  return {
    block,
    limit: 0,
    toGround: reals(leftMax),
    fromGround: reals(leftMax),
    distance,
    heap: createHeap(distance),
    reverseStart: ints(leftMax + 2),
    reverseLeft: ints(block.target.length),
    reverseReduced: reals(block.target.length),
  };
}

/** What an edge costs beyond the prices of its ends; negative only by rounding. */
export function reducedOf(block: Block, left: number, place: number): number {
  const reduced =
    real(block.gain, place) - real(block.leftPrice, left) - real(block.rightPrice, int(block.target, place));
  return reduced > 0 ? reduced : 0;
}

export function searchFromGround(search: GroundSearch): void {
  const { block, distance, heap, fromGround, limit } = search;
  for (let left = 0; left < block.leftCount; left++) {
    const mate = int(block.mateOfLeft, left);
    distance[left] = mate === -1 ? 0 : -real(block.rightPrice, mate);
    if (real(distance, left) < limit) pushNearer(heap, left);
  }
  while (heap.size > 0) spread(search, popNearest(heap));
  fromGround.set(distance.subarray(0, block.leftCount));
  distance.fill(Infinity, 0, block.leftCount);
}

function spread({ block, distance, heap, limit }: GroundSearch, left: number): void {
  const ground = real(distance, left);
  const mate = int(block.mateOfLeft, left);
  const stop = int(block.start, left + 1);
  for (let place = int(block.start, left); place < stop; place++) {
    const right = int(block.target, place);
    const far = ground + reducedOf(block, left, place);
    if (right === mate || far >= limit) continue;
    const rival = int(block.mateOfRight, right);
    if (rival === -1) block.wanted[right] = 1;
    else if (far < real(distance, rival)) {
      distance[rival] = far;
      pushNearer(heap, rival);
    }
  }
}

export function searchToGround(search: GroundSearch): void {
  const { block, distance, heap, toGround, limit } = search;
  for (let left = 0; left < block.leftCount; left++) {
    distance[left] = nearestEnd(block, left);
    if (real(distance, left) < limit) pushNearer(heap, left);
  }
  reverse(search);
  while (heap.size > 0) {
    const taken = popNearest(heap);
    const ground = real(distance, taken);
    const stop = int(search.reverseStart, taken + 1);
    for (let place = int(search.reverseStart, taken); place < stop; place++) {
      const left = int(search.reverseLeft, place);
      const far = ground + real(search.reverseReduced, place);
      if (far >= limit || far >= real(distance, left)) continue;
      distance[left] = far;
      pushNearer(heap, left);
    }
  }
  toGround.set(distance.subarray(0, block.leftCount));
  distance.fill(Infinity, 0, block.leftCount);
}

/** To become alone, or to take a lonely right node. */
function nearestEnd(block: Block, left: number): number {
  let nearest = -real(block.leftPrice, left);
  const stop = int(block.start, left + 1);
  for (let place = int(block.start, left); place < stop; place++) {
    if (int(block.mateOfRight, int(block.target, place)) !== -1) continue;
    nearest = Math.min(nearest, reducedOf(block, left, place));
  }
  return nearest;
}

function reverse({ block, reverseStart, reverseLeft, reverseReduced }: GroundSearch): void {
  reverseStart.fill(0, 0, block.leftCount + 2);
  const edges = int(block.start, block.leftCount);
  const takenAt = (place: number): number => int(block.mateOfRight, int(block.target, place));
  for (let place = 0; place < edges; place++) {
    const taken = takenAt(place);
    if (taken !== -1) reverseStart[taken + 2] = int(reverseStart, taken + 2) + 1;
  }
  for (let left = 0; left < block.leftCount; left++) {
    reverseStart[left + 2] = int(reverseStart, left + 2) + int(reverseStart, left + 1);
  }
  for (let left = 0; left < block.leftCount; left++) {
    for (let place = int(block.start, left); place < int(block.start, left + 1); place++) {
      const taken = takenAt(place);
      if (taken === -1) continue;
      const at = int(reverseStart, taken + 1);
      reverseStart[taken + 1] = at + 1;
      reverseLeft[at] = left;
      reverseReduced[at] = reducedOf(block, left, place);
    }
  }
}
