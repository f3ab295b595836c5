import { createPairs } from "./pair-measures.ts";
import type { Pairs } from "./pair-measures.ts";

/**
 * Room for pairs that one layer after the other uses: in a push it is megabytes for each solution, and V8 collects all garbage for every few of them that are made.
 * Who never gives back costs memory that is made anew, no more.
 */
let kept: Pairs | null = null;

/** Pairs, 9 MB. A larger room is not kept: one push would hold it for good. */
const keptMax = 131_072;

export function takeRoom(capacity: number): Pairs {
  const room = kept;
  if (room === null || room.inner.length < capacity) return createPairs(capacity);
  kept = null;
  return room;
}

/** Nobody looks at these any more. */
export function giveBack({ inner, outer, measured }: Pairs): void {
  const whole = { inner: new Int32Array(inner.buffer), outer: new Int32Array(outer.buffer) };
  const { length } = whole.inner;
  if (length <= keptMax && length > (kept?.inner.length ?? 0)) kept = { ...whole, measured, capped: false };
}
