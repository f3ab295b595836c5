import type { Commit } from "../contract/index.ts";

/** Our own mistakes: they stop the process, because a store that takes them would count wrongly from then on. */
export function checkCommit({ checkpoint, requests }: Commit): void {
  for (const { view, isFinal, notes } of requests) {
    if (isFinal && checkpoint === null)
      throw new TypeError(`request ${view.id} is final, but its commit has no checkpoint`);
    if (notes.length !== view.evidence.length)
      throw new TypeError(
        `request ${view.id} has ${view.evidence.length} records and notes on ${notes.length}`,
      );
  }
}

/** How many requests a page may hold. */
export function pageLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > pageMax)
    throw new RangeError(`a page holds 1 to ${pageMax} requests, not ${limit}`);
  return limit;
}

const pageMax = 1000;
