import { edgeUses, matchGrades, rightStates } from "../matching/index.ts";
import { isClear } from "./grades.ts";
import { near } from "./holes.ts";
import type { Hole } from "./holes.ts";
import { candidatesMax } from "./layer.ts";
import type { Bound, Layer, LayerResult } from "./layer.ts";
import type { Health } from "./learn.ts";
import { afterFrom, afterTo } from "./pair-measures.ts";
import type { Pairs } from "./pair-measures.ts";
import type { Settled } from "./settle.ts";

/** What a solution says, with the grades that it deserves: certain only near no hole, between whole nodes, in a healthy layer. */
export function resultOf(
  layer: Layer,
  solved: { readonly pairs: Pairs; readonly settled: Settled; readonly health: Health },
): LayerResult {
  const { pairs, settled, health } = solved;
  const { matching } = settled;
  const size = layer.inner.spans.length;
  const partnerOfInner = new Int32Array(size).fill(-1);
  const gradeOfInner = new Array<Bound | null>(size).fill(null);
  if (health.off) {
    const outerLeft = new Array<boolean>(layer.outer.spans.length).fill(true);
    return {
      partnerOfInner,
      gradeOfInner,
      tentativeOfInner: partnerOfInner,
      candidatesOfInner: new Map(),
      outerLeft,
      endsOfInner: new Map(),
      off: true,
    };
  }
  for (let inner = 0; inner < size; inner += 1) {
    const outer = matching.partnerOfLeft[inner] ?? -1;
    const grade = matching.grade[inner];
    if (outer < 0 || !isClear(grade)) continue;
    partnerOfInner[inner] = outer;
    const certain =
      grade === matchGrades.exact && !health.doubtful && sound(layer, settled.holes, { inner, outer });
    gradeOfInner[inner] = certain ? "exact" : "probable";
  }
  return {
    partnerOfInner,
    gradeOfInner,
    tentativeOfInner: matching.partnerOfLeft,
    candidatesOfInner: candidatesOf(pairs, settled, gradeOfInner),
    outerLeft: leftAlone(matching.rightAlone),
    endsOfInner: endsOf(layer, pairs, { settled, partnerOfInner }),
    off: false,
  };
}

function leftAlone(states: Uint8Array): boolean[] {
  const left: boolean[] = [];
  for (const state of states) left.push(state === rightStates.alone || state === rightStates.aloneByMargin);
  return left;
}

function sound(
  layer: Layer,
  holes: readonly Hole[],
  pair: { readonly inner: number; readonly outer: number },
): boolean {
  if (layer.inner.whole[pair.inner] !== true || layer.outer.whole[pair.outer] !== true) return false;
  const a = layer.inner.spans[pair.inner];
  const b = layer.outer.spans[pair.outer];
  return holes.length === 0 || (a !== undefined && b !== undefined && !near(holes, a) && !near(holes, b));
}

function candidatesOf(
  pairs: Pairs,
  settled: Settled,
  grades: readonly (Bound | null)[],
): Map<number, number[]> {
  const candidates = new Map<number, number[]>();
  const { pair: places } = settled.costs;
  for (let edge = 0; edge < places.length; edge += 1) {
    const pair = places[edge] ?? 0;
    const inner = pairs.inner[pair] ?? 0;
    if (grades[inner] !== null || settled.matching.edgeUse[edge] === edgeUses.never) continue;
    const seen = candidates.get(inner);
    if (seen === undefined) candidates.set(inner, [pairs.outer[pair] ?? 0]);
    else if (seen.length < candidatesMax) seen.push(pairs.outer[pair] ?? 0);
  }
  return candidates;
}

/** What its partner, or those that are possible, tell of an inner span's end, where it was not known. */
function endsOf(
  layer: Layer,
  pairs: Pairs,
  by: { readonly settled: Settled; readonly partnerOfInner: Int32Array },
): Map<number, Ends> {
  const { spans } = layer.inner;
  // Columns, not an object for each pair: in a push they are hundreds of thousands.
  const least = new Float64Array(spans.length).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(spans.length).fill(Number.NEGATIVE_INFINITY);
  const { toleranceMs, costs } = by.settled;
  for (let at = 0; at < costs.pair.length; at += 1) {
    const pair = costs.pair[at] ?? 0;
    const inner = pairs.inner[pair] ?? 0;
    const outer = pairs.outer[pair] ?? 0;
    const a = spans[inner];
    const b = layer.outer.spans[outer];
    const partner = by.partnerOfInner[inner] ?? -1;
    if ((partner >= 0 && partner !== outer) || a === undefined || b === undefined) continue;
    const from = Math.max(a.endFrom, b.endFrom - afterTo(pairs, pair, toleranceMs));
    const to = Math.min(a.endTo, b.endTo - afterFrom(pairs, pair, toleranceMs));
    if (from > to) continue;
    if (from < (least[inner] ?? 0)) least[inner] = from;
    if (to > (most[inner] ?? 0)) most[inner] = to;
  }
  const ends = new Map<number, Ends>();
  for (const [inner, { endFrom, endTo }] of spans.entries()) {
    const [from = 0, to = 0] = [least[inner], most[inner]];
    if (endFrom !== endTo && from <= to) ends.set(inner, { from, to });
  }
  return ends;
}

interface Ends {
  readonly from: number;
  readonly to: number;
}
