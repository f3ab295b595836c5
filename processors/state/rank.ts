import { Buffer } from "node:buffer";
import type { StoredRequest } from "../contract/index.ts";
import { parseTime } from "./parse-time.ts";

/** Where a request stands in a list: newest start first, then by id. */
export interface Rank {
  /** ms UTC, or `noStart`. */
  readonly started: number;
  readonly id: string;
}

/** One below the oldest moment that there is: requests without a start stand last. */
export const noStart: number = -8_640_000_000_000_001;

/** Before all others. */
export const firstRank: Rank = { started: 8_640_000_000_000_001, id: "" };

export function rankOf({ view }: StoredRequest): Rank {
  const started = view.startedAt === null ? Number.NaN : parseTime(view.startedAt);
  return { started: Number.isNaN(started) ? noStart : started, id: view.id };
}

/** Ids by their bytes in UTF-8, as a database compares them. */
export function compareRanks(a: Rank, b: Rank): number {
  if (a.started !== b.started) return b.started - a.started;
  return a.id === b.id ? 0 : Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
}
