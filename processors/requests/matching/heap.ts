import { int, real } from "./cells.ts";
import { ints } from "./scratch.ts";

/** A binary heap of node numbers, the nearest first, over distances that its owner keeps. */
export interface Heap {
  size: number;
  readonly distance: Float64Array;
  readonly nodes: Int32Array;
  /** Where a node stands, −1: not in the heap. */
  readonly place: Int32Array;
}

export function createHeap(distance: Float64Array): Heap {
  const nodes = ints(distance.length);
  return { size: 0, distance, nodes, place: ints(distance.length).fill(-1) };
}

export function clearHeap(heap: Heap): void {
  for (let at = 0; at < heap.size; at++) heap.place[int(heap.nodes, at)] = -1;
  heap.size = 0;
}

/** Adds a node, or moves it up after its distance became less. */
export function pushNearer(heap: Heap, node: number): void {
  let at = int(heap.place, node);
  if (at === -1) at = heap.size++;
  const key = real(heap.distance, node);
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = int(heap.nodes, parentAt);
    if (real(heap.distance, parent) <= key) break;
    heap.nodes[at] = parent;
    heap.place[parent] = at;
    at = parentAt;
  }
  heap.nodes[at] = node;
  heap.place[node] = at;
}

/** Takes out the nearest node; the heap must not be empty. */
export function popNearest(heap: Heap): number {
  const nearest = int(heap.nodes, 0);
  heap.place[nearest] = -1;
  const last = int(heap.nodes, --heap.size);
  if (heap.size > 0) sink(heap, last);
  return nearest;
}

function sink(heap: Heap, node: number): void {
  const key = real(heap.distance, node);
  let at = 0;
  for (;;) {
    let childAt = 2 * at + 1;
    if (childAt >= heap.size) break;
    let child = int(heap.nodes, childAt);
    if (childAt + 1 < heap.size) {
      const sibling = int(heap.nodes, childAt + 1);
      if (real(heap.distance, sibling) < real(heap.distance, child)) {
        child = sibling;
        childAt++;
      }
    }
    if (real(heap.distance, child) >= key) break;
    heap.nodes[at] = child;
    heap.place[child] = at;
    at = childAt;
  }
  heap.nodes[at] = node;
  heap.place[node] = at;
}
