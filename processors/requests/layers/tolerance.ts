import { toleranceMaxMs } from "./layer.ts";
import type { Layer, Learned } from "./layer.ts";
import type { Pairs } from "./pair-measures.ts";
import { settle } from "./settle.ts";

const pairsToTrust = 30;
const tolerancesMs: readonly number[] = [1, 2, 4, 8];

/**
 * By how much one clock may contradict the other. Starts at one coarse clock tick. What enough pairs without a rival show is used once it is less; where there
 * are too few of them, twice the least tolerance with which no more musts stay alone. Never 0: written milliseconds are truncated.
 */
export function toleranceOf(layer: Layer, pairs: Pairs, learned: Learned): number {
  const trusted = trustedTolerance(learned);
  if (trusted === toleranceMaxMs) return toleranceMaxMs;
  const strandedWith = (toleranceMs: number): number =>
    settle(layer, pairs, { waits: null, toleranceMs, onlyCovers: true }).strandedCount;
  let loosest = -1;
  for (const toleranceMs of trusted === null ? tolerancesMs : [trusted]) {
    const stranded = strandedWith(toleranceMs);
    if (stranded > 0 && loosest < 0) loosest = strandedWith(toleranceMaxMs);
    if (stranded === 0 || stranded <= loosest) return trusted ?? Math.min(toleranceMaxMs, 2 * toleranceMs);
  }
  return toleranceMaxMs;
}

/** What enough pairs without a rival show; null: there were too few. */
export function trustedTolerance({ pairs, worstMs }: Learned): number | null {
  return pairs < pairsToTrust ? null : Math.min(toleranceMaxMs, Math.max(1, worstMs + 1));
}
