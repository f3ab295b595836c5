import type { Layer } from "./layer.ts";
import type { Span } from "./span.ts";

/** A moment around which one side of a layer has lost records, or its clock is off. */
export interface Hole {
  readonly from: number;
  readonly to: number;
}

const padMs = 2000;

/** Each node that had to have a partner and has none is the middle of a hole. */
export function holesOf(
  layer: Layer,
  stranded: { readonly left: Int32Array; readonly right: Int32Array },
): Hole[] {
  const holes: Hole[] = [];
  const add = (span: Span | undefined): void => {
    if (span !== undefined)
      holes.push({ from: span.endFrom - span.lengthMs - padMs, to: span.endTo + padMs });
  };
  for (const node of stranded.left) add(layer.inner.spans[node]);
  for (const node of stranded.right) add(layer.outer.spans[node]);
  return holes;
}

/** Expects holes in order of their start. */
export function near(holes: readonly Hole[], span: Span): boolean {
  const begin = span.endFrom - span.lengthMs;
  for (const hole of holes) {
    if (hole.from > span.endTo) return false;
    if (hole.to >= begin) return true;
  }
  return false;
}
