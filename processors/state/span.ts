import type { RequestFilter } from "../contract/index.ts";
import { firstRank, noStart } from "./rank.ts";
import type { Rank } from "./rank.ts";

/** Behind a place in the list, and between two moments, both included. */
export interface Span {
  readonly after: Rank;
  readonly lower: number;
  readonly upper: number;
}

export function spanOf({ since, until }: RequestFilter, after: Rank): Span {
  const isOpen = since === undefined && until === undefined;
  const lower = isOpen ? noStart : Math.max(noStart + 1, Math.ceil(since ?? noStart + 1));
  const upper = until === undefined ? firstRank.started : Math.ceil(until) - 1;
  return { after, lower, upper: Math.min(upper, after.started) };
}
