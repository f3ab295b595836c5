import { toleranceMaxMs } from "./layer.ts";
import type { Layer } from "./layer.ts";
import { suffixMinimum } from "../suffix-minimum.ts";
import { ranksOf } from "./ranks.ts";
import type { Span } from "./span.ts";

/**
 * The pairs of a layer that can belong together with the widest tolerance, as columns of one length. What a pair leaves unsaid is where exactly the inner span
 * ended: `after`, the wait between its end and that of the outer one, lies in [max(low, -t, coreLow - t), min(high, slack + t, coreHigh + t)] for a tolerance t.
 */
export interface Pairs {
  readonly inner: Int32Array;
  readonly outer: Int32Array;
  /** What is measured of each pair, `measureCount` numbers a pair: see `measures`. */
  readonly measured: Float64Array;
  /** More pairs than `pairsMax`: the rest was not looked at. */
  readonly capped: boolean;
}

const pairsMax = 1_500_000;

/** A sweep over time: each inner span meets only the outer spans that are open around it. */
export function pairsOf(layer: Layer, mostMs: number = toleranceMaxMs): Pairs {
  const { spans: inners } = layer.inner;
  const { spans: outers } = layer.outer;
  const innerOrder = order(inners, latestBegin);
  const outerOrder = order(outers, earliestBegin);
  const leastEnd = leastEnds(inners, innerOrder);
  const growing: Growing = { pairs: createPairs(2 * inners.length + 16), count: 0 };
  let active: number[] = [];
  let next = 0;
  for (let rank = 0; rank < innerOrder.length && growing.count <= pairsMax; rank += 1) {
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
    meetAll(layer, growing, { i, inner, active }, mostMs);
  }
  const { pairs, count } = growing;
  return {
    inner: pairs.inner.subarray(0, count),
    outer: pairs.outer.subarray(0, count),
    measured: pairs.measured,
    capped: count > pairsMax,
  };
}

/** Places of the measures of a pair, all in ms. */
const measures = {
  /** The least tolerance with which the pair is possible. */
  need: 0,
  low: 1,
  high: 2,
  /** What the outer span is longer than the inner one. */
  slack: 3,
  /** Bounds that follow from the core; infinite without one. */
  coreLow: 4,
  coreHigh: 5,
  /** From the core's end to that of the outer span, and what the inner span is longer than the core; NaN without one. */
  coreAfter: 6,
  coreSlack: 7,
} as const;
const measureCount = 8;

function createPairs(capacity: number): Pairs {
  return {
    inner: new Int32Array(capacity),
    outer: new Int32Array(capacity),
    measured: new Float64Array(capacity * measureCount),
    capped: false,
  };
}

function widened(pairs: Pairs): Pairs {
  const wide = createPairs(2 * pairs.inner.length);
  wide.inner.set(pairs.inner);
  wide.outer.set(pairs.outer);
  wide.measured.set(pairs.measured);
  return wide;
}

/** Pairs with room for more. */
interface Growing {
  pairs: Pairs;
  count: number;
}

function meetAll(
  layer: Layer,
  growing: Growing,
  { i, inner, active }: { readonly i: number; readonly inner: Span; readonly active: readonly number[] },
  mostMs: number,
): void {
  for (const o of active) {
    const outer = layer.outer.spans[o];
    if (outer === undefined || outer.endTo < inner.endFrom - mostMs) continue;
    if (growing.count === growing.pairs.inner.length) growing.pairs = widened(growing.pairs);
    const { pairs, count } = growing;
    meet(pairs.measured, count * measureCount, { inner, outer, core: layer.core?.(o) ?? null });
    if (needOf(pairs, count) > mostMs || !layer.agrees(i, o)) continue;
    pairs.inner[count] = i;
    pairs.outer[count] = o;
    growing.count += 1;
  }
}

interface Meeting {
  readonly inner: Span;
  readonly outer: Span;
  readonly core: Span | null;
}

/** Measures what a pair would be. */
function meet(measured: Float64Array, at: number, { inner, outer, core }: Meeting): void {
  const slack = outer.lengthMs - inner.lengthMs;
  const low = outer.endFrom - inner.endTo;
  const high = outer.endTo - inner.endFrom;
  let need = Math.max(0, -slack / 2, low - slack, -high);
  let coreLow = Number.NEGATIVE_INFINITY;
  let coreHigh = Number.POSITIVE_INFINITY;
  let coreAfter = Number.NaN;
  let coreSlack = Number.NaN;
  if (core !== null) {
    // The inner end lies behind the core's end.
    coreHigh = outer.endTo - core.endFrom;
    need = Math.max(need, low - coreHigh, -coreHigh / 2);
  }
  if (core !== null && inner.open !== true) {
    // The inner begin lies before the core's begin.
    coreLow = outer.endFrom - (core.endTo - core.lengthMs + inner.lengthMs);
    coreAfter = outer.endFrom - core.endTo;
    coreSlack = inner.lengthMs - core.lengthMs;
    need = Math.max(
      need,
      coreLow - high,
      (coreLow - slack) / 2,
      (coreLow - coreHigh) / 2,
      -coreSlack / 2,
      inner.endFrom - core.endTo - coreSlack,
      core.endFrom - inner.endTo,
    );
  }
  measured[at + measures.need] = need;
  measured[at + measures.low] = low;
  measured[at + measures.high] = high;
  measured[at + measures.slack] = slack;
  measured[at + measures.coreLow] = coreLow;
  measured[at + measures.coreHigh] = coreHigh;
  measured[at + measures.coreAfter] = coreAfter;
  measured[at + measures.coreSlack] = coreSlack;
}

export function needOf({ measured }: Pairs, pair: number): number {
  return measured[pair * measureCount + measures.need] ?? 0;
}

export function slackOf({ measured }: Pairs, pair: number): number {
  return measured[pair * measureCount + measures.slack] ?? 0;
}

export function coreAfterOf({ measured }: Pairs, pair: number): number {
  return measured[pair * measureCount + measures.coreAfter] ?? Number.NaN;
}

export function coreSlackOf({ measured }: Pairs, pair: number): number {
  return measured[pair * measureCount + measures.coreSlack] ?? 0;
}

/** The wait behind the inner span, at its least and at its most. */
export function afterFrom({ measured }: Pairs, pair: number, toleranceMs: number): number {
  const at = pair * measureCount;
  return Math.max(
    measured[at + measures.low] ?? 0,
    -toleranceMs,
    (measured[at + measures.coreLow] ?? 0) - toleranceMs,
  );
}

export function afterTo({ measured }: Pairs, pair: number, toleranceMs: number): number {
  const at = pair * measureCount;
  return Math.min(
    measured[at + measures.high] ?? 0,
    (measured[at + measures.slack] ?? 0) + toleranceMs,
    (measured[at + measures.coreHigh] ?? 0) + toleranceMs,
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
  let at = 0;
  for (const span of spans) keys[at++] = key(span);
  return ranksOf(keys);
}

/** Of each inner span in their order: where it, or any behind it, ends at the earliest. */
function leastEnds(inners: readonly Span[], order: Int32Array): Float64Array {
  const ends = new Float64Array(order.length);
  for (let rank = 0; rank < order.length; rank += 1)
    ends[rank] = inners[order[rank] ?? 0]?.endFrom ?? Number.POSITIVE_INFINITY;
  return suffixMinimum(ends);
}
