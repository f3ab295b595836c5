import type { Format } from "../../../collectors/contract/index.ts";
import type { Claim, Kind, Observation, Problem, Request, Writer } from "../../contract/index.ts";

export type Finding = Omit<Problem, "host">;

export interface SourceNote {
  readonly host: string;
  readonly format: Format;
  /** Names of the columns of an `iis-w3c` header; empty for other formats. */
  readonly columns: readonly string[];
}

/** A clock that differs from the host's by `skewMs`, seen on `pairs` pairs of records that a strong key joined. */
export interface Clock {
  readonly name: string;
  readonly skewMs: number;
  readonly pairs: number;
}

/** Looks for one kind of trouble on one host. */
export interface Watch {
  readonly observe?: (observation: Observation) => void;
  readonly note?: (request: Request, claim: Claim | null) => void;
  readonly noteSource?: (source: SourceNote) => void;
  readonly noteSkew?: (clock: Clock) => void;
  /** What is wrong as of `now`, ms UTC; null when no time is known. `writers`: those that the host was heard of from. */
  readonly findings: (now: number | null, writers: ReadonlySet<Writer>) => readonly Finding[];
}

/**
 * A watch comes into being when a host first shows something that it looks at: a fleet has thousands of hosts, and most of them
 * have little to watch.
 */
export interface WatchMaker {
  /** Observations that it looks at. */
  readonly kinds?: readonly Kind[];
  readonly looksAtRequests?: true;
  readonly looksAtSources?: true;
  readonly make: () => Watch;
}

/** Counts occurrences and keeps the first and last moment, in any order of arrival. Plain values: each device of a fleet has some. */
export interface Tally {
  count: number;
  oldest: number | null;
  newest: number | null;
}

export function createTally(): Tally {
  return { count: 0, oldest: null, newest: null };
}

export function addTo(tally: Tally, at: number | null): void {
  tally.count += 1;
  if (at === null) return;
  tally.oldest = tally.oldest === null ? at : Math.min(tally.oldest, at);
  tally.newest = tally.newest === null ? at : Math.max(tally.newest, at);
}
