import { carry, healthOf, learnPairs, noteRivalless } from "./learn.ts";
import { copyLearned, toleranceMaxMs } from "./layer.ts";
import type { Layer, LayerResult, Learned } from "./layer.ts";
import { resultOf } from "./layer-result.ts";
import type { Waits } from "./pair-costs.ts";
import { pairsOf } from "./pairs.ts";
import { waitByRank } from "./queue-wait.ts";
import type { Pairs } from "./pair-measures.ts";
import { giveBack } from "./pair-room.ts";
import { settle } from "./settle.ts";
import type { Settled } from "./settle.ts";
import { toleranceOf, trustedTolerance } from "./tolerance.ts";

/**
 * Decides one layer for one segment of time, and learns from it.
 *
 * Solved first with what is known from before, then with what the cheapest matching shows of the waits, until that says nothing more. When many musts are left
 * alone nothing is exact; when more are, nothing is bound.
 */
export function bindLayer(layer: Layer, learned: Learned, effort: Effort = wholeEffort): LayerResult {
  const pairs = pairsOf(layer);
  const draft = copyLearned(learned);
  const rivals = noteRivalless(layer, pairs, draft);
  const weighs = rivals && effort.rounds > 0;
  const expectedBefore = layer.queued === true && weighs ? waitByRank(layer) : null;
  const { onlyLikely } = effort;
  const waits = weighs ? { learned: draft, expectedBefore } : null;
  let settled = settleFirst(layer, pairs, { waits, learned: draft, rivals, onlyLikely });
  const { toleranceMs } = settled;
  const roundsMax = pairs.inner.length > manyPairs && !onlyLikely ? 2 : effort.rounds;
  for (let round = 1; round < roundsMax && settled.clear < settled.matched; round += 1) {
    const taught: Waits = { learned: copyLearned(draft), expectedBefore };
    learnPairs(pairs, taught, settled, false);
    const next = settle(layer, pairs, { waits: taught, toleranceMs, onlyLikely });
    const isBetter = next.clear > settled.clear;
    settled = next;
    if (!isBetter && round > 1) break;
  }
  learnPairs(pairs, { learned: draft, expectedBefore }, settled, true);
  const health = healthOf(layer, settled, learned);
  carry(learned, draft, health);
  const result = resultOf(layer, { pairs, settled, health });
  giveBack(pairs);
  return result;
}

interface Start {
  readonly waits: Waits | null;
  readonly learned: Learned;
  readonly rivals: boolean;
  readonly onlyLikely: boolean;
}

/** With what is known from before. Where that settles by how much the clocks may differ, and no must stays alone so, it is the answer to that question, too. */
function settleFirst(layer: Layer, pairs: Pairs, { waits, learned, rivals, onlyLikely }: Start): Settled {
  const settled = (toleranceMs: number): Settled => settle(layer, pairs, { waits, toleranceMs, onlyLikely });
  if (!rivals) return settled(toleranceMaxMs);
  const trusted = trustedTolerance(learned);
  const first = trusted === null || onlyLikely ? null : settled(trusted);
  if (first?.strandedCount === 0) return first;
  const toleranceMs = toleranceOf(layer, pairs, learned);
  return first?.toleranceMs === toleranceMs ? first : settled(toleranceMs);
}

/** Decides a layer for the moment; nothing is carried. */
export function tryLayer(layer: Layer, learned: Learned, effort: Effort = wholeEffort): LayerResult {
  return bindLayer(layer, copyLearned(learned), effort);
}

/** How much is spent on a layer. */
export interface Effort {
  /** How often pairs are weighed, each time with what the time before taught; 0: only what leaves no choice is asked for. */
  readonly rounds: number;
  /** Pairs that are far worse than others of both nodes are left out: large knots fall apart, and nothing in them is exact. */
  readonly onlyLikely: boolean;
}

const wholeEffort: Effort = { rounds: 5, onlyLikely: false };
/** Beyond so many pairs a solution shows enough of the waits. */
const manyPairs = 50_000;
