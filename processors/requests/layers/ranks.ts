import type { Span } from "./span.ts";

/** The indices of spans in ascending order of a moment of each; equal ones in order of their index. */
export function ranksBy(spans: readonly Span[], momentOf: (span: Span) => number): Int32Array {
  const keys = new Float64Array(spans.length);
  let at = 0;
  for (const span of spans) keys[at++] = momentOf(span);
  return ranksOf(keys);
}

/** The indices of keys in ascending order of their keys; equal keys in order of their index. Keys come nearly sorted, mostly. */
export function ranksOf(keys: Float64Array): Int32Array {
  let ranks = new Int32Array(keys.length);
  for (let index = 0; index < ranks.length; index += 1) ranks[index] = index;
  if (isSorted(keys)) return ranks;
  let other = new Int32Array(keys.length);
  for (let width = 1; width < keys.length; width *= 2) {
    for (let from = 0; from < keys.length; from += 2 * width) mergeAt(keys, ranks, other, { from, width });
    [ranks, other] = [other, ranks];
  }
  return ranks;
}

function isSorted(keys: Float64Array): boolean {
  for (let index = 1; index < keys.length; index += 1)
    if ((keys[index] ?? 0) < (keys[index - 1] ?? 0)) return false;
  return true;
}

/** Merges two neighbouring stretches of `width` that are in order. */
function mergeAt(
  keys: Float64Array,
  from: Int32Array,
  into: Int32Array,
  at: { readonly from: number; readonly width: number },
): void {
  const middle = Math.min(at.from + at.width, from.length);
  const end = Math.min(middle + at.width, from.length);
  let left = at.from;
  let right = middle;
  for (let place = at.from; place < end; place += 1) {
    const takesLeft =
      left < middle && (right >= end || (keys[from[left] ?? 0] ?? 0) <= (keys[from[right] ?? 0] ?? 0));
    into[place] = (takesLeft ? from[left] : from[right]) ?? 0;
    if (takesLeft) left += 1;
    else right += 1;
  }
}
