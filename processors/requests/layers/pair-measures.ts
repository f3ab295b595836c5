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

export function createPairs(capacity: number): Pairs {
  return {
    inner: new Int32Array(capacity),
    outer: new Int32Array(capacity),
    measured: new Float64Array(capacity * measureCount),
    capped: false,
  };
}

export function widened(pairs: Pairs): Pairs {
  const wide = createPairs(2 * pairs.inner.length);
  wide.inner.set(pairs.inner);
  wide.outer.set(pairs.outer);
  wide.measured.set(pairs.measured);
  return wide;
}

export interface Meeting {
  readonly inner: Span;
  outer: Span;
  core: Span | null;
}

/** Measures what a pair would be, at its place. */
export function measure({ measured }: Pairs, pair: number, { inner, outer, core }: Meeting): void {
  const at = pair * measureCount;
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
