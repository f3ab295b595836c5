import { densityTable, densityOf } from "./latency.ts";
import type { Layer, Learned } from "./layer.ts";
import { fitOf } from "./span.ts";
import type { Fit, Span } from "./span.ts";

/** The admissible pairs of a layer, with the cost of each in nats. */
export interface Edges {
  readonly inner: number[];
  readonly outer: number[];
  readonly cost: number[];
  /** More pairs than `edgesMax`: the rest was not looked at. */
  readonly capped: boolean;
}

/** What is known of the waits: their distributions, and for each inner node the wait that its neighbours had. */
export interface Waits {
  readonly learned: Learned;
  readonly expectedBefore: Float64Array | null;
}

const edgesMax = 1_500_000;

/** A sweep over time: each inner span meets only the outer spans that are open around it. */
export function edgesOf(layer: Layer, waits: Waits, toleranceMs: number): Edges {
  const edges: Edges & { capped: boolean } = { inner: [], outer: [], cost: [], capped: false };
  const weigh = weigher(waits.learned);
  const inners = order(layer.inner.spans, (span) => span.endTo - span.lengthMs);
  const outers = order(layer.outer.spans, (span) => span.endFrom - span.lengthMs);
  const earliestEnd = suffixMinimum(inners, layer.inner.spans);
  let active: number[] = [];
  let next = 0;
  for (const [rank, i] of inners.entries()) {
    const inner = layer.inner.spans[i];
    if (inner === undefined) continue;
    const latestBegin = inner.endTo - inner.lengthMs + toleranceMs;
    for (; next < outers.length; next += 1) {
      const outer = layer.outer.spans[outers[next] ?? 0];
      if (outer === undefined || outer.endFrom - outer.lengthMs > latestBegin) break;
      active.push(outers[next] ?? 0);
    }
    const horizon = (earliestEnd[rank] ?? 0) - toleranceMs;
    if (active.length > 32 && (rank & 15) === 0) active = active.filter((o) => (layer.outer.spans[o]?.endTo ?? 0) >= horizon);
    for (const o of active) {
      const outer = layer.outer.spans[o];
      if (outer === undefined || outer.endTo < inner.endFrom - toleranceMs) continue;
      const fit = pairFit(layer, { i, o, inner, outer }, toleranceMs);
      if (fit === null || !layer.agrees(i, o)) continue;
      edges.inner.push(i);
      edges.outer.push(o);
      edges.cost.push(weigh(fit, waits.expectedBefore?.[i] ?? null));
    }
    if (edges.inner.length > edgesMax) {
      edges.capped = true;
      break;
    }
  }
  return edges;
}

interface Pair {
  readonly i: number;
  readonly o: number;
  readonly inner: Span;
  readonly outer: Span;
}

/** A fit, and what lies between the inner span and the core that it holds: for a wait `after` of x, the core is left `coreAfter - x` behind. */
export interface PairFit extends Fit {
  readonly core: { readonly afterMs: number; readonly slackMs: number } | null;
}

/** The fit of a pair, narrowed by what the outer node is known to hold. */
export function pairFit(layer: Layer, pair: Pair, toleranceMs: number): PairFit | null {
  const fit = fitOf(pair.inner, pair.outer, toleranceMs);
  const core = fit === null ? null : (layer.core?.(pair.o) ?? null);
  if (fit === null) return null;
  if (core === null) return { ...fit, core: null };
  if (fitOf(core, pair.inner, toleranceMs) === null) return null;
  // The inner end lies behind the core's end; the inner begin lies before the core's begin.
  const afterTo = Math.min(fit.afterTo, pair.outer.endTo - core.endFrom + toleranceMs);
  const afterFrom = Math.max(fit.afterFrom, pair.outer.endFrom - (core.endTo - core.lengthMs + toleranceMs + pair.inner.lengthMs));
  const within = { afterMs: pair.outer.endFrom - core.endTo, slackMs: pair.inner.lengthMs - core.lengthMs };
  return afterFrom <= afterTo ? { afterFrom, afterTo, slackMs: fit.slackMs, core: within } : null;
}

const samples = 8;
/** Bounds narrower than this are a point. */
const pointMs = 1;

/** Minus log likelihood of the waits before and after, summed over what is not known of the end. */
function weigher(learned: Learned): (fit: PairFit, expectedBefore: number | null) => number {
  const likelihood = likelihoodOf(learned);
  return (fit, expectedBefore) => {
    const width = fit.afterTo - fit.afterFrom;
    if (width < pointMs) return -Math.log(likelihood(fit, (fit.afterFrom + fit.afterTo) / 2, expectedBefore) * pointMs);
    let sum = 0;
    for (let k = 0; k < samples; k += 1) sum += likelihood(fit, fit.afterFrom + (width * (k + 0.5)) / samples, expectedBefore);
    return -Math.log((sum * width) / samples);
  };
}

function likelihoodOf(learned: Learned): (fit: PairFit, afterMs: number, expectedBefore: number | null) => number {
  const before = densityTable(learned.before);
  const after = densityTable(learned.after);
  const coreBefore = densityTable(learned.coreBefore);
  const coreAfter = densityTable(learned.coreAfter);
  return (fit, afterMs, expectedBefore) => {
    const beforeMs = fit.slackMs - afterMs;
    // Half: a wait may differ from its neighbours' either way.
    const ahead = expectedBefore === null ? densityOf(before, beforeMs) : densityOf(before, Math.abs(beforeMs - expectedBefore)) / 2;
    const outside = densityOf(after, afterMs) * ahead;
    if (fit.core === null) return outside;
    const behindCore = fit.core.afterMs - afterMs;
    return outside * densityOf(coreAfter, behindCore) * densityOf(coreBefore, fit.core.slackMs - behindCore);
  };
}

function order(spans: readonly Span[], key: (span: Span) => number): number[] {
  const keys = Float64Array.from(spans, key);
  return Array.from(spans.keys()).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
}

function suffixMinimum(ranked: readonly number[], spans: readonly Span[]): Float64Array {
  const minima = new Float64Array(ranked.length);
  let least = Number.POSITIVE_INFINITY;
  for (let rank = ranked.length - 1; rank >= 0; rank -= 1) {
    least = Math.min(least, spans[ranked[rank] ?? 0]?.endFrom ?? least);
    minima[rank] = least;
  }
  return minima;
}
