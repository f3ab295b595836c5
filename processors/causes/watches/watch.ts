import type { Format } from "../../../collectors/contract/index.ts";
import type { Claim, Observation, Problem, Request } from "../../contract/index.ts";

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
  /** What is wrong as of `now`, ms UTC; null when no time is known. */
  readonly findings: (now: number | null) => readonly Finding[];
}

/** Counts occurrences and keeps the first and last moment, in any order of arrival. */
export interface Tally {
  readonly add: (at: number | null) => void;
  readonly count: () => number;
  readonly oldest: () => number | null;
  readonly newest: () => number | null;
}

export function createTally(): Tally {
  let count = 0;
  let oldest: number | null = null;
  let newest: number | null = null;
  return {
    add(at) {
      count += 1;
      if (at === null) return;
      oldest = oldest === null ? at : Math.min(oldest, at);
      newest = newest === null ? at : Math.max(newest, at);
    },
    count: () => count,
    oldest: () => oldest,
    newest: () => newest,
  };
}
