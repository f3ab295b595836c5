import { setTimeout as delay } from "node:timers/promises";

export interface StillOptions {
  readonly msMax: number;
  /** How often it is counted. */
  readonly everyMs?: number;
  /** What has not grown for so long is whole. */
  readonly stillMs?: number;
  readonly grew?: () => void;
}

/** Until something has come and nothing comes any more; gives ms from the call to the last growth, and calls `grew` at each. */
export async function untilStill(
  count: () => Promise<number>,
  { msMax, everyMs = 100, stillMs = 3000, grew = () => {} }: StillOptions,
): Promise<number> {
  const began = performance.now();
  let [seen, grewAt] = [0, began];
  while (seen === 0 || performance.now() - grewAt < stillMs) {
    if (performance.now() - began > msMax)
      throw new Error(`after ${msMax} ms it still grows, or has not begun: ${seen}`);
    await delay(everyMs);
    const now = await count();
    if (now === seen) continue;
    [seen, grewAt] = [now, performance.now()];
    grew();
  }
  return grewAt - began;
}
