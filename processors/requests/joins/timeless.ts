import type { History } from "./history.ts";
import type { Lifetimes } from "./lifetime.ts";
import { latestTold } from "./told.ts";
import { comesAfter } from "./undated.ts";
import type { Comer } from "./undated.ts";

/**
 * What has no usable time waits for the records of its request by name. The moment that it tells (a status file: its last change) can be that of a copy, which
 * is later, never earlier: so once all sources have passed that by a lifetime, nothing will come. Without this the status files of years would wait for ever.
 */
export function timelessLeaving(
  ledger: { readonly timeless: ReadonlySet<History>; timelessLookAt: number },
  doneThrough: number,
  { lifetimeMs }: Lifetimes,
): readonly History[] {
  if (doneThrough === Number.POSITIVE_INFINITY) return [...ledger.timeless];
  if (doneThrough < ledger.timelessLookAt) return [];
  ledger.timelessLookAt = doneThrough + timelessLookMs;
  return [...ledger.timeless].filter((history) => {
    const at = latestTold(history);
    return at !== null && at + lifetimeMs < doneThrough;
  });
}

/** Nothing of it has a time, and it has left, or would have, before this comes. */
export function isGoneBefore(history: History, comer: Comer): boolean {
  return history.lastAt === Number.NEGATIVE_INFINITY && comesAfter(comer, latestTold(history));
}

const timelessLookMs = 60_000;
