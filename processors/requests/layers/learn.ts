import { fade, learn } from "./latency.ts";
import { isClear } from "./grades.ts";
import type { Layer, Learned } from "./layer.ts";
import type { Waits } from "./pair-costs.ts";
import { afterFrom, afterTo, coreAfterOf, coreSlackOf, needOf, slackOf } from "./pair-measures.ts";
import type { Pairs } from "./pair-measures.ts";
import type { Settled } from "./settle.ts";

/** Pairs without a rival show how far containment can be trusted. Returns whether any node has more than one possible partner. */
export function noteRivalless(layer: Layer, pairs: Pairs, learned: Learned): boolean {
  const innerDegree = degrees(pairs.inner, layer.inner.spans.length);
  const outerDegree = degrees(pairs.outer, layer.outer.spans.length);
  let rivals = false;
  for (let pair = 0; pair < pairs.inner.length; pair += 1) {
    if (innerDegree[pairs.inner[pair] ?? 0] !== 1 || outerDegree[pairs.outer[pair] ?? 0] !== 1) {
      rivals = true;
      continue;
    }
    learned.pairs += 1;
    learned.worstMs = Math.max(learned.worstMs, needOf(pairs, pair));
  }
  return rivals;
}

function degrees(nodes: Int32Array, count: number): Int32Array {
  const degree = new Int32Array(count);
  for (let at = 0; at < nodes.length; at += 1) {
    const node = nodes[at] ?? 0;
    degree[node] = (degree[node] ?? 0) + 1;
  }
  return degree;
}

/** Learns the waits of the pairs of a matching: of the clear ones, or of all. */
export function learnPairs(pairs: Pairs, waits: Waits, settled: Settled, onlyClear: boolean): void {
  const { partnerOfLeft, grade } = settled.matching;
  const { pair: admitted } = settled.costs;
  for (let at = 0; at < admitted.length; at += 1) {
    const pair = admitted[at] ?? 0;
    const inner = pairs.inner[pair] ?? 0;
    if (partnerOfLeft[inner] !== pairs.outer[pair] || (onlyClear && !isClear(grade[inner]))) continue;
    learnPair(pairs, pair, { waits, toleranceMs: settled.toleranceMs });
  }
}

/** Waits are learned where the end is known well enough. */
const knownMs = 20;

function learnPair(
  pairs: Pairs,
  pair: number,
  by: { readonly waits: Waits; readonly toleranceMs: number },
): void {
  const { learned, expectedBefore } = by.waits;
  const slack = slackOf(pairs, pair);
  const from = afterFrom(pairs, pair, by.toleranceMs);
  const to = afterTo(pairs, pair, by.toleranceMs);
  if (to - from > Math.max(knownMs, slack / 2)) return;
  const after = (Math.max(0, from) + Math.min(slack, to)) / 2;
  const before = Math.max(0, slack - after);
  learn(learned.after, Math.max(0, after));
  learn(
    learned.before,
    expectedBefore === null ? before : Math.abs(before - (expectedBefore[pairs.inner[pair] ?? 0] ?? 0)),
  );
  const core = coreAfterOf(pairs, pair);
  if (Number.isNaN(core)) return;
  learn(learned.coreAfter, Math.max(0, core - after));
  learn(learned.coreBefore, Math.max(0, coreSlackOf(pairs, pair) - (core - after)));
}

export interface Health {
  readonly musts: number;
  readonly stranded: number;
  /** Too many musts alone for anything to be exact, or to be bound at all. */
  readonly doubtful: boolean;
  readonly off: boolean;
}

const strandedSome = 3;
const strandedDoubtShare = 0.02;
const strandedOffShare = 0.15;

export function healthOf(layer: Layer, settled: Settled, learned: Learned): Health {
  const musts = count(layer.inner.must) + count(layer.outer.must);
  const share = (learned.stranded + settled.strandedCount) / Math.max(1, learned.musts + musts);
  const some = learned.stranded + settled.strandedCount >= strandedSome;
  return {
    musts,
    stranded: settled.strandedCount,
    doubtful: some && share > strandedDoubtShare,
    off: some && share > strandedOffShare,
  };
}

function count(flags: readonly boolean[]): number {
  let sum = 0;
  for (const flag of flags) if (flag) sum += 1;
  return sum;
}

const learnedTotalMax = 4000;
const mustsMax = 2000;

/** Keeps what a segment taught; what is old counts less and less, so that a change of the host's speed is followed. */
export function carry(learned: Learned, draft: Learned, health: Health): void {
  for (const wait of ["before", "after", "coreBefore", "coreAfter"] as const) {
    learned[wait].counts.set(draft[wait].counts);
    learned[wait].total = draft[wait].total;
    fade(learned[wait], learnedTotalMax);
  }
  learned.pairs = draft.pairs;
  learned.worstMs = draft.worstMs;
  learned.musts += health.musts;
  learned.stranded += health.stranded;
  if (learned.musts > mustsMax) {
    learned.musts /= 2;
    learned.stranded /= 2;
  }
}
