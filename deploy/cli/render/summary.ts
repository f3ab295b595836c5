import type {
  Cause,
  Claim,
  DeviceCount,
  DoubtfulTrust,
  Outcome,
  Problem,
  RejectReason,
  Request,
  Stage,
  StageStatus,
} from "../../../processors/contract/index.ts";
import type { SourceTimes } from "./copied-times.ts";
import type { Timeline } from "./timeline.ts";

/** What a verdict is made of. Its size does not depend on the number of requests. */
export interface Summary {
  readonly sources: { readonly files: number; readonly records: number; readonly bytes: number };
  /** Those with most failures first, those without a request last. */
  readonly hosts: readonly HostTally[];
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Of the requests, ms UTC. */
  readonly first: number | null;
  readonly last: number | null;
  readonly firstFailure: number | null;
  /** Number of requests that failed in each stage. */
  readonly failedIn: ReadonlyMap<Stage, number>;
  readonly causes: readonly CauseTally[];
  readonly unexplained: number;
  readonly problems: readonly Problem[];
  readonly rejected: readonly Rejection[];
  /** Logs and archives that could not be read, or not enough of them. */
  readonly lost: number;
  /** Requests that the filters left out. */
  readonly others: number;
  readonly doubt: Doubt;
  readonly timeline: { readonly all: Timeline; readonly failed: Timeline };
  /** Newest first, at most `rowsMax`. */
  readonly rows: readonly Row[];
  /** How many would have been listed. */
  readonly listed: number;
}

export interface Rejection {
  readonly reason: RejectReason;
  /** What to do with files of this form, one of few texts; `""`: nothing is known of it. */
  readonly hint: string;
  readonly count: number;
  /** Some of the files that it happened in. */
  readonly paths: readonly string[];
}

export interface HostTally {
  readonly host: string;
  readonly requests: number;
  readonly failed: number;
}

export interface CauseTally {
  readonly cause: Cause;
  readonly requests: number;
  /** Requests by host, most first. */
  readonly hosts: readonly (readonly [host: string, requests: number])[];
  readonly first: number | null;
  readonly last: number | null;
  readonly devices: DeviceCount;
  /** What claimed it in the first of its requests. */
  readonly because: string;
  readonly alternatives: Claim["alternatives"];
  /** A key to look one of them up with. */
  readonly exampleKey: string;
}

export interface Doubt {
  /** Whether any filter was set: what belongs to no request cannot be narrowed by one, and is of all logs. */
  readonly isNarrowed: boolean;
  readonly key: number;
  readonly exact: number;
  readonly probable: number;
  /** Mentions of records that fit several requests. */
  readonly ambiguous: number;
  /** Records that belong to no request. */
  readonly unbound: number;
  /** Of these, those that are a step of some request. */
  readonly steps: number;
  /** Of these, those that say that a certificate was refused. */
  readonly refusals: number;
  /** Records that tell nothing of a request or a host. */
  readonly untold: number;
  /** Requests that nothing but a device's own log tells of, where servers tell of others: without a shared key one attempt can be both. */
  readonly deviceOnly: number;
  /** Requests of logs that do not tell their server, where others do: without a folder each, two servers' logs are not put together. */
  readonly ofNoServer: number;
  /** Requests whose times rest on a clock without a known zone. */
  readonly unknownZone: number;
  /** Requests with times of an hour that comes twice, or never, of which nobody knows what moments they are. */
  readonly doubtfulHour: number;
  /** Status files that carry the time of a copy. */
  readonly copied: number;
  /** Status files without a time, as in an archive that has none in UTC. */
  readonly undated: number;
}

/** One line of the list of requests. */
export interface Row {
  readonly at: number | null;
  /** What is doubtful of that time; null: it is UTC. */
  readonly doubt: DoubtfulTrust | null;
  readonly host: string;
  readonly platform: string;
  readonly key: string;
  readonly outcome: Outcome;
  readonly stages: readonly StageStatus[];
  readonly cause: string | null;
}

/** Records that belong to no request, by what they say. */
export interface Unbound {
  readonly records: number;
  readonly byKind: ReadonlyMap<string, number>;
}

export interface SummaryBuilder {
  /** `listed`: whether it belongs into the list; by default what failed. */
  readonly add: (request: Request, claim: Claim | null, listed?: boolean) => void;
  readonly addSource: (source: SourceTimes & { readonly records: number; readonly bytes: number }) => void;
  readonly addRejected: (reason: RejectReason, path: string, hint?: string) => void;
  /** A request that was not asked for. */
  readonly addOther: () => void;
  readonly addUnbound: (unbound: Unbound) => void;
  readonly addUntold: (records: number) => void;
  /** One of which there are logs. */
  readonly addHost: (host: string) => void;
  readonly addProblems: (problems: readonly Problem[]) => void;
  readonly summary: () => Summary;
}
