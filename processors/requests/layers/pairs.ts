import { toleranceMaxMs } from "./layer.ts";
import type { Layer } from "./layer.ts";
import { suffixMinimum } from "../suffix-minimum.ts";
import type { Span } from "./span.ts";

/**
 * The pairs of a layer that can belong together with the widest tolerance, as columns of one length. What a pair leaves unsaid is where exactly the inner span
 * ended: `after`, the wait between its end and that of the outer one, lies in [max(low, -t, coreLow - t), min(high, slack + t, coreHigh + t)] for a tolerance t.
 */
export interface Pairs {
  readonly inner: number[];
  readonly outer: number[];
  /** The least tolerance with which the pair is possible, ms. */
  readonly need: number[];
  readonly low: number[];
  readonly high: number[];
  /** What the outer span is longer than the inner one. */
  readonly slack: number[];
  /** Bounds that follow from the core; infinite without one. */
  readonly coreLow: number[];
  readonly coreHigh: number[];
  /** From the core's end to that of the outer span, and what the inner span is longer than the core; NaN without one. */
  readonly coreAfter: number[];
  readonly coreSlack: number[];
  /** More pairs than `pairsMax`: the rest was not looked at. */
  capped: boolean;
}

const pairsMax = 1_500_000;

/** A sweep over time: each inner span meets only the outer spans that are open around it. */
export function pairsOf(layer: Layer, mostMs: number = toleranceMaxMs): Pairs {
  const pairs: Pairs = {
    inner: [],
    outer: [],
    need: [],
    low: [],
    high: [],
    slack: [],
    coreLow: [],
    coreHigh: [],
    coreAfter: [],
    coreSlack: [],
    capped: false,
  };
  const { spans: inners } = layer.inner;
  const { spans: outers } = layer.outer;
  const innerOrder = order(inners, latestBegin);
  const outerOrder = order(outers, earliestBegin);
  const leastEnd = suffixMinimum(
    Float64Array.from(innerOrder, (i) => inners[i]?.endFrom ?? Number.POSITIVE_INFINITY),
  );
  let active: number[] = [];
  let next = 0;
  for (let rank = 0; rank < innerOrder.length && !pairs.capped; rank += 1) {
    const i = innerOrder[rank] ?? 0;
    const inner = inners[i];
    if (inner === undefined) continue;
    const begin = latestBegin(inner) + mostMs;
    for (; next < outerOrder.length; next += 1) {
      const o = outerOrder[next] ?? 0;
      const outer = outers[o];
      if (outer === undefined || earliestBegin(outer) > begin) break;
      if (outer.endTo !== Number.NEGATIVE_INFINITY) active.push(o);
    }
    // Those that ended before everything that is still to come.
    const horizon = (leastEnd[rank] ?? 0) - mostMs;
    if (active.length > 8) active = active.filter((o) => (outers[o]?.endTo ?? 0) >= horizon);
    for (const o of active) {
      const outer = outers[o];
      if (outer !== undefined && outer.endTo >= inner.endFrom - mostMs)
        meet(layer, pairs, { i, o, inner, outer, mostMs });
    }
    pairs.capped = pairs.inner.length > pairsMax;
  }
  return pairs;
}

interface Meeting {
  readonly i: number;
  readonly o: number;
  readonly inner: Span;
  readonly outer: Span;
  readonly mostMs: number;
}

function meet(layer: Layer, pairs: Pairs, { i, o, inner, outer, mostMs }: Meeting): void {
  const slack = outer.lengthMs - inner.lengthMs;
  const low = outer.endFrom - inner.endTo;
  const high = outer.endTo - inner.endFrom;
  const need = Math.max(0, -slack / 2, low - slack, -high);
  if (need > mostMs) return;
  const core = layer.core?.(o) ?? null;
  if (core !== null && inner.open === true) {
    const high = outer.endTo - core.endFrom;
    const bounded = Math.max(need, low - high, -high / 2);
    if (bounded <= mostMs && layer.agrees(i, o))
      push(pairs, [
        i,
        o,
        bounded,
        low,
        outer.endTo - inner.endFrom,
        slack,
        Number.NEGATIVE_INFINITY,
        high,
        Number.NaN,
        Number.NaN,
      ]);
    return;
  }
  if (core === null) {
    if (layer.agrees(i, o))
      push(pairs, [
        i,
        o,
        need,
        low,
        high,
        slack,
        Number.NEGATIVE_INFINITY,
        Number.POSITIVE_INFINITY,
        Number.NaN,
        Number.NaN,
      ]);
    return;
  }
  // The inner end lies behind the core's end; the inner begin lies before the core's begin.
  const coreHigh = outer.endTo - core.endFrom;
  const coreLow = outer.endFrom - (core.endTo - core.lengthMs + inner.lengthMs);
  const coreSlack = inner.lengthMs - core.lengthMs;
  const withCore = Math.max(
    need,
    low - coreHigh,
    -coreHigh / 2,
    coreLow - high,
    (coreLow - slack) / 2,
    (coreLow - coreHigh) / 2,
    -coreSlack / 2,
    inner.endFrom - core.endTo - coreSlack,
    core.endFrom - inner.endTo,
  );
  if (withCore > mostMs || !layer.agrees(i, o)) return;
  push(pairs, [i, o, withCore, low, high, slack, coreLow, coreHigh, outer.endFrom - core.endTo, coreSlack]);
}

type Columns = readonly [number, number, number, number, number, number, number, number, number, number];

function push(pairs: Pairs, columns: Columns): void {
  pairs.inner.push(columns[0]);
  pairs.outer.push(columns[1]);
  pairs.need.push(columns[2]);
  pairs.low.push(columns[3]);
  pairs.high.push(columns[4]);
  pairs.slack.push(columns[5]);
  pairs.coreLow.push(columns[6]);
  pairs.coreHigh.push(columns[7]);
  pairs.coreAfter.push(columns[8]);
  pairs.coreSlack.push(columns[9]);
}

/** The wait behind the inner span, at its least and at its most. */
export function afterFrom(pairs: Pairs, pair: number, toleranceMs: number): number {
  return Math.max(pairs.low[pair] ?? 0, -toleranceMs, (pairs.coreLow[pair] ?? 0) - toleranceMs);
}

export function afterTo(pairs: Pairs, pair: number, toleranceMs: number): number {
  return Math.min(
    pairs.high[pair] ?? 0,
    (pairs.slack[pair] ?? 0) + toleranceMs,
    (pairs.coreHigh[pair] ?? 0) + toleranceMs,
  );
}

function latestBegin(span: Span): number {
  return span.endTo - span.lengthMs;
}

function earliestBegin(span: Span): number {
  return span.endFrom - span.lengthMs;
}

function order(spans: readonly Span[], key: (span: Span) => number): Int32Array {
  const keys = new Float64Array(spans.length);
  const ranks = new Int32Array(spans.length);
  let sorted = true;
  for (let at = 0; at < spans.length; at += 1) {
    const span = spans[at];
    keys[at] = span === undefined ? 0 : key(span);
    ranks[at] = at;
    if (at > 0 && (keys[at] ?? 0) < (keys[at - 1] ?? 0)) sorted = false;
  }
  return sorted ? ranks : ranks.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
}
