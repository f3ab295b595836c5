import { densityOf, densityTable } from "./latency.ts";
import type { Layer, Learned } from "./layer.ts";
import { afterFrom, afterTo } from "./pairs.ts";
import type { Pairs } from "./pairs.ts";

/** What is known of the waits: their distributions, and for each inner node the wait that its neighbours had. */
export interface Waits {
  readonly learned: Learned;
  readonly expectedBefore: Float64Array | null;
}

/** The pairs that a tolerance admits, with the cost of each in nats: places in `Pairs`, and costs. */
export interface Costs {
  readonly pair: Int32Array;
  readonly cost: Float64Array;
}

const samplesMax = 8;
/** Bounds narrower than this are a point. */
const pointMs = 1;

/**
 * Minus log likelihood of the waits before and after, summed over what is not known of the end. Without waits (no node has a choice) a pair costs nothing: it
 * is only ever compared with staying alone.
 */
export function costsOf(pairs: Pairs, waits: Waits | null, toleranceMs: number): Costs {
  const admitted = admittedBy(pairs, toleranceMs);
  const cost = new Float64Array(admitted.length);
  if (waits === null) return { pair: admitted, cost };
  const likelihood = likelihoodOf(pairs, waits);
  for (let at = 0; at < admitted.length; at += 1) {
    const pair = admitted[at] ?? 0;
    const from = afterFrom(pairs, pair, toleranceMs);
    const width = Math.max(0, afterTo(pairs, pair, toleranceMs) - from);
    const samples = Math.min(samplesMax, 1 + Math.floor(width / 2));
    let sum = 0;
    for (let k = 0; k < samples; k += 1) sum += likelihood(pair, from + (width * (k + 0.5)) / samples);
    cost[at] = -Math.log((sum * Math.max(width, pointMs)) / samples);
  }
  return { pair: admitted, cost };
}

/** Nats by which a pair may be worse than the best of its inner and of its outer node: what is beyond both changes no margin. */
const likelyNats = 8;

/** The pairs that are not far worse than others of both of their nodes. */
export function likelyOf(layer: Layer, pairs: Pairs, { pair, cost }: Costs): Costs {
  const bestOfInner = new Float64Array(layer.inner.spans.length).fill(Number.POSITIVE_INFINITY);
  const bestOfOuter = new Float64Array(layer.outer.spans.length).fill(Number.POSITIVE_INFINITY);
  for (let at = 0; at < pair.length; at += 1) {
    const nats = cost[at] ?? 0;
    const inner = pairs.inner[pair[at] ?? 0] ?? 0;
    const outer = pairs.outer[pair[at] ?? 0] ?? 0;
    if (nats < (bestOfInner[inner] ?? 0)) bestOfInner[inner] = nats;
    if (nats < (bestOfOuter[outer] ?? 0)) bestOfOuter[outer] = nats;
  }
  const isLikely = (at: number): boolean => {
    const nats = (cost[at] ?? 0) - likelyNats;
    const place = pair[at] ?? 0;
    return (
      nats <= (bestOfInner[pairs.inner[place] ?? 0] ?? 0) ||
      nats <= (bestOfOuter[pairs.outer[place] ?? 0] ?? 0)
    );
  };
  return { pair: pair.filter((_, at) => isLikely(at)), cost: cost.filter((_, at) => isLikely(at)) };
}

function admittedBy(pairs: Pairs, toleranceMs: number): Int32Array {
  const { need } = pairs;
  const admitted = new Int32Array(need.length);
  let count = 0;
  for (let pair = 0; pair < need.length; pair += 1) {
    if ((need[pair] ?? 0) > toleranceMs) continue;
    admitted[count] = pair;
    count += 1;
  }
  return admitted.subarray(0, count);
}

function likelihoodOf(
  pairs: Pairs,
  { learned, expectedBefore }: Waits,
): (pair: number, afterMs: number) => number {
  const before = densityTable(learned.before);
  const after = densityTable(learned.after);
  const coreBefore = densityTable(learned.coreBefore);
  const coreAfter = densityTable(learned.coreAfter);
  return (pair, afterMs) => {
    const beforeMs = (pairs.slack[pair] ?? 0) - afterMs;
    const expected = expectedBefore?.[pairs.inner[pair] ?? 0];
    // Half: a wait may differ from its neighbours' either way.
    const ahead =
      expected === undefined
        ? densityOf(before, beforeMs)
        : densityOf(before, Math.abs(beforeMs - expected)) / 2;
    const outside = densityOf(after, afterMs) * ahead;
    const core = pairs.coreAfter[pair] ?? Number.NaN;
    if (Number.isNaN(core)) return outside;
    const behindCore = core - afterMs;
    return (
      outside *
      densityOf(coreAfter, behindCore) *
      densityOf(coreBefore, (pairs.coreSlack[pair] ?? 0) - behindCore)
    );
  };
}
