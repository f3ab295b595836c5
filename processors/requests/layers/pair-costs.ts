import { densityOf, densityTable } from "./latency.ts";
import type { Learned } from "./layer.ts";
import { afterFrom, afterTo, coreAfterOf, coreSlackOf, needOf, slackOf } from "./pair-measures.ts";
import type { Pairs } from "./pair-measures.ts";

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
  const expectedBefore = waits.expectedBefore ?? new Float64Array(0);
  const weighing = { pairs, cost, toleranceMs, expectedBefore, densities: densitiesOf(waits.learned) };
  for (let at = 0; at < admitted.length; at += 1) weigh(weighing, at, admitted[at] ?? 0);
  return { pair: admitted, cost };
}

interface Weighing {
  readonly pairs: Pairs;
  readonly cost: Float64Array;
  readonly toleranceMs: number;
  /** Of each inner node, NaN where nobody knows; empty where it is known of none. */
  readonly expectedBefore: Float64Array;
  readonly densities: Densities;
}

/**
 * The wait behind the inner span, the one before it, and those between it and its core, each by what was learned of it. All in one loop, and the cost into its column: numbers that functions hand to one
 * another are objects, and in a push there are millions of them.
 */
function weigh(
  { pairs, cost, toleranceMs, expectedBefore, densities }: Weighing,
  at: number,
  pair: number,
): void {
  const { after, before, coreAfter, coreBefore } = densities;
  const from = afterFrom(pairs, pair, toleranceMs);
  const width = Math.max(0, afterTo(pairs, pair, toleranceMs) - from);
  const samples = Math.min(samplesMax, 1 + Math.floor(width / 2));
  const slack = slackOf(pairs, pair);
  const core = coreAfterOf(pairs, pair);
  const coreSlack = coreSlackOf(pairs, pair);
  let expected = Number.NaN;
  if (expectedBefore.length > 0) expected = expectedBefore[pairs.inner[pair] ?? 0] ?? 0;
  const isExpected = !Number.isNaN(expected);
  // Half: a wait may differ from its neighbours' either way.
  const share = isExpected ? 0.5 : 1;
  let sum = 0;
  for (let k = 0; k < samples; k += 1) {
    const afterMs = from + (width * (k + 0.5)) / samples;
    const beforeMs = slack - afterMs;
    const apartMs = isExpected ? Math.abs(beforeMs - expected) : beforeMs;
    let likelihood = densityOf(after, afterMs) * densityOf(before, apartMs) * share;
    if (!Number.isNaN(core)) {
      const behindMs = core - afterMs;
      likelihood *= densityOf(coreAfter, behindMs) * densityOf(coreBefore, coreSlack - behindMs);
    }
    sum += likelihood;
  }
  cost[at] = -Math.log((sum * Math.max(width, pointMs)) / samples);
}

function admittedBy(pairs: Pairs, toleranceMs: number): Int32Array {
  const admitted = new Int32Array(pairs.inner.length);
  let count = 0;
  for (let pair = 0; pair < admitted.length; pair += 1) {
    if (needOf(pairs, pair) > toleranceMs) continue;
    admitted[count] = pair;
    count += 1;
  }
  return admitted.subarray(0, count);
}

/** What has been learned, as densities. */
interface Densities {
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly coreBefore: Float64Array;
  readonly coreAfter: Float64Array;
}

function densitiesOf({ before, after, coreBefore, coreAfter }: Learned): Densities {
  return {
    before: densityTable(before),
    after: densityTable(after),
    coreBefore: densityTable(coreBefore),
    coreAfter: densityTable(coreAfter),
  };
}
