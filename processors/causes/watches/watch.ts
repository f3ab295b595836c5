import type { Format } from "../../../collectors/contract/index.ts";
import { isDoubtful } from "../../contract/index.ts";
import type { Claim, Kind, Observation, Problem, Request, TimeTrust, Writer } from "../../contract/index.ts";
import type { Clock, SetBack, Tally, WatchStates } from "./watch-states.ts";

export type Finding = Omit<Problem, "host">;

export interface SourceNote {
  readonly host: string;
  readonly format: Format;
  /** Names of the columns of an `iis-w3c` header; empty for other formats. */
  readonly columns: readonly string[];
}

/** What is known beyond the states of a watch. */
export interface Known {
  /** Those that the host was heard of from. */
  readonly writers: ReadonlySet<Writer>;
  /** Its logs go on until then, ms UTC; -Infinity: none has a time. */
  readonly loggedAt: number;
  /** A PKIOperation came from this address, to whichever host. */
  readonly hasOperated: (address: string) => boolean;
  /** What is over since longer, ms UTC, is told no more: of a host that is followed it would be told for ever. -Infinity: all is looked at afterwards. */
  readonly toldSince: number;
}

/** Looks for one kind of trouble on one host. All that it knows is in the host's states. */
export interface Watch {
  readonly observe?: (observation: Observation) => void;
  readonly note?: (request: Request, claim: Claim | null) => void;
  readonly noteSource?: (source: SourceNote) => void;
  readonly noteSkew?: (clock: Clock) => void;
  readonly noteSetBack?: (setBack: SetBack) => void;
  /** What is wrong as of `now`, ms UTC; null when no time is known. */
  readonly findings: (now: number | null, known: Known) => readonly Finding[];
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
  /** The name of its state. */
  readonly state: keyof WatchStates;
  /** Goes on from its state, or begins one. */
  readonly make: (states: WatchStates) => Watch;
}

export function createTally(): Tally {
  return { count: 0, oldest: null, newest: null };
}

/** `trust`: of a time that may stand on a local clock. */
export function addTo(tally: Tally, at: number | null, trust: TimeTrust = "utc"): void {
  tally.count += 1;
  if (at === null) return;
  if (tally.oldest === null || at < tally.oldest) {
    tally.oldest = at;
    delete tally.oldestTrust;
    if (isDoubtful(trust)) tally.oldestTrust = trust;
  }
  tally.newest = tally.newest === null ? at : Math.max(tally.newest, at);
}

/** Since when, for a finding. */
export function sinceOf({ oldest, oldestTrust }: Tally): Pick<Finding, "oldest" | "oldestTrust"> {
  return { oldest, ...(oldestTrust === undefined ? {} : { oldestTrust }) };
}

const timesMax = 1_000;

/** The latest of these moments, ms UTC. */
export function remember(times: number[], at: number | null): void {
  if (at === null) return;
  times.push(at);
  if (times.length > timesMax) times.shift();
}
