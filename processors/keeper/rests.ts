/** A rest follows that is so many times as long as what it took: so showing takes two thirds of the time at most, and keeping a twentieth. */
export const showRest = 0.5;
const keepRest = 20;
export const behindRest = 4;
/**
 * What is not kept is not counted, and no alert tells of it: a store that answers in half a second may not make that older than this for the sake of a twentieth. One that takes
 * seconds for each gets a fifth of the time.
 */
const keepRestMsMax = 10_000;
const slowRest = 4;

/** After a state that took so long to be kept. */
export function keepRestMs(keepMs: number): number {
  return Math.max(Math.min(keepMs * keepRest, keepRestMsMax), keepMs * slowRest);
}

/** How long an attempt took, ms. Rests go by the one that went well: a store that was away for ten minutes is not one that needs ten minutes for each commit. */
export async function tookMs(attempt: () => Promise<void>, clock: { now(): number }): Promise<number> {
  const began = clock.now();
  await attempt();
  return clock.now() - began;
}
