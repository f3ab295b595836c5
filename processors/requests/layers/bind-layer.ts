import { carry, healthOf, learnPairs, noteRivalless } from "./learn.ts";
import { copyLearned, toleranceMaxMs } from "./layer.ts";
import type { Layer, LayerResult, Learned } from "./layer.ts";
import { resultOf } from "./layer-result.ts";
import type { Waits } from "./pair-costs.ts";
import { pairsOf } from "./pairs.ts";
import { waitByPairs, waitByRank } from "./queue-wait.ts";
import { settle } from "./settle.ts";
import { toleranceOf } from "./tolerance.ts";

/**
 * Decides one layer for one segment of time, and learns from it.
 *
 * Solved first with what is known from before, then with what the cheapest matching shows of the waits, until that says nothing more. When many musts are left
 * alone nothing is exact; when more are, nothing is bound.
 */
export function bindLayer(layer: Layer, learned: Learned, rounds: number = learnRoundsMax): LayerResult {
  const pairs = pairsOf(layer);
  const draft = copyLearned(learned);
  const rivals = noteRivalless(layer, pairs, draft);
  const expected = layer.queued === true && rivals ? waitByRank(layer) : null;
  let waits: Waits = { learned: draft, expectedBefore: expected };
  const toleranceMs = rivals ? toleranceOf(layer, pairs, draft) : toleranceMaxMs;
  let settled = settle(layer, pairs, { waits: rivals ? waits : null, toleranceMs });
  const roundsMax = pairs.inner.length > manyPairs ? Math.min(1, rounds) : rounds;
  for (let round = 0; round < roundsMax && settled.clear < settled.matched; round += 1) {
    waits = {
      learned: copyLearned(draft),
      expectedBefore: expected === null ? null : waitByPairs(layer, settled.matching.partnerOfLeft),
    };
    learnPairs(pairs, waits, settled, false);
    const next = settle(layer, pairs, { waits, toleranceMs });
    const isBetter = next.clear > settled.clear;
    settled = next;
    if (!isBetter && round > 0) break;
  }
  learnPairs(pairs, { learned: draft, expectedBefore: waits.expectedBefore }, settled, true);
  const health = healthOf(layer, settled, learned);
  carry(learned, draft, health);
  return resultOf(layer, { pairs, settled, health });
}

/** Decides a layer for the moment; nothing is carried. */
export function tryLayer(layer: Layer, learned: Learned, rounds: number = learnRoundsMax): LayerResult {
  return bindLayer(layer, copyLearned(learned), rounds);
}

const learnRoundsMax = 4;
/** Beyond so many pairs a solution shows enough of the waits. */
const manyPairs = 50_000;
