import { matchGrades } from "../matching/index.ts";
import type { Layer, LayerResult } from "./layer.ts";
import { createPairs, measure, needOf } from "./pair-measures.ts";
import { giveBack } from "./pair-room.ts";
import { pairsOf } from "./pairs.ts";
import { settle } from "./settle.ts";
import type { Span } from "./span.ts";

/** Clocks of one host differ by a tick. A log that was moved, or a clock that was set, differs by more, and its rows can then seem to fit a neighbour only. */
const wideMs = 150;

/**
 * Of the inner nodes that `found` has as exact, those that stay so by the stamps alone and with clocks `wideMs` apart. In a push that is hardly any: most could
 * change partners with a neighbour then, and to see that is far cheaper than to solve the layer with all pairs that are possible so.
 */
export function exactWhenWide(layer: Layer, found: LayerResult): ReadonlySet<number> {
  const asked = exactIn(found).filter((inner) => !canSwap(layer, found, inner));
  if (asked.length === 0) return new Set();
  const pairs = pairsOf(layer, wideMs);
  const { grade } = settle(layer, pairs, { waits: null, toleranceMs: wideMs }).matching;
  giveBack(pairs);
  return new Set(asked.filter((inner) => grade[inner] === matchGrades.exact));
}

function exactIn({ gradeOfInner }: LayerResult): number[] {
  return [...gradeOfInner.keys()].filter((inner) => gradeOfInner[inner] === "exact");
}

/**
 * It and another could each have the other's partner: then a second matching serves the very same nodes, whichever these have to be. What is exact stands near no hole, so what was found serves all
 * musts around it, and so does the second.
 */
function canSwap(layer: Layer, found: LayerResult, inner: number): boolean {
  const own = layer.outer.spans[found.tentativeOfInner[inner] ?? -1];
  if (own === undefined) return false;
  const { spans } = layer.inner;
  // Neighbours by index are neighbours in time: what ended outside of its partner ends the search.
  for (const step of [-1, 1])
    for (let other = inner + step; ; other += step) {
      const span = spans[other];
      if (span === undefined || isOutside(span, own)) break;
      if (swaps(layer, found, [inner, other])) return true;
    }
  return false;
}

function isOutside({ endFrom, endTo }: Span, own: Span): boolean {
  return endTo < own.endFrom - own.lengthMs - wideMs || endFrom > own.endTo + wideMs;
}

function swaps(
  layer: Layer,
  { tentativeOfInner: partners }: LayerResult,
  [a, b]: readonly [number, number],
): boolean {
  const [ofA, ofB] = [partners[a] ?? -1, partners[b] ?? -1];
  return ofB >= 0 && fits(layer, a, ofB) && fits(layer, b, ofA);
}

function fits(layer: Layer, inner: number, outer: number): boolean {
  const [a, b] = [layer.inner.spans[inner], layer.outer.spans[outer]];
  if (a === undefined || b === undefined || !layer.agrees(inner, outer)) return false;
  measure(single, 0, { inner: a, outer: b, core: layer.core?.(outer) ?? null });
  return needOf(single, 0) <= wideMs;
}

const single = createPairs(1);
