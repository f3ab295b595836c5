import type { AnalysisRequest } from "./analysis.ts";
import type { DoubtfulTrust, Key, Observation, Platform, Stage, Writer } from "./observation.ts";
import type { SourceState } from "../../collectors/contract/index.ts";
import type { Grade, Outcome, StageStatus } from "./request.ts";

/**
 * Where requests and the state of the processors live.
 *
 * Delivery: a commit is whole or not there at all, and it is kept when `commit` resolves. The checkpoint in it (state and position) and the final requests in it
 * are one thing: after a crash the batches behind the last checkpoint come again and have their effect once. A commit that repeats requests by id changes nothing.
 * Only the last owner of a partition can commit: an earlier one is refused with `StoreFenced`. Whatever else goes wrong is a `StoreFailed`.
 */
export interface Store {
  /** Becomes the owner of a partition, from this moment the only one. Provisional requests of it are forgotten: the owner knows how to make them again. `owner`: who it is, for people. */
  own(partition: string, owner?: string): Promise<Owned>;
  /** What is kept of each partition, in order of name: for those who only look. */
  partitions(): Promise<readonly KeptPartition[]>;
  /**
   * Makes the checkpoint of a partition go: the next owner finds none, and begins with the oldest that the bus holds. Final requests stay, also those that
   * the bus cannot bring again. Whoever owns the partition at this moment owns it no longer.
   */
  forgetState(partition: string): Promise<void>;
  readonly lookup: Lookup;
  close(): Promise<void>;
}

export interface Owned {
  /** Greater than that of all owners before. */
  readonly epoch: number;
  /** The last checkpoint; null: there is none, as on the first start or after the state was lost. */
  readonly saved: Saved | null;
  commit(commit: Commit): Promise<void>;
  /** To be called when what was provisional before is shown again. Left out: nothing was, or nobody asks the store for it. */
  readonly resumed?: () => Promise<void>;
}

export interface Saved {
  readonly position: string;
  /** Pieces of state by name, as their owner encoded them. */
  readonly state: ReadonlyMap<string, Uint8Array>;
}

export interface KeptPartition {
  readonly partition: string;
  /** That of its last owner. */
  readonly epoch: number;
  /** Behind the last checkpoint; null: there is none. */
  readonly position: string | null;
  readonly stateBytes: number;
  /** Its checkpoint is one of a state that is made again and has not caught up (`rebuildingPiece`). */
  readonly isRebuilding: boolean;
  /** Who its last owner said it is; null: it did not, or nobody else can be one. */
  readonly owner: string | null;
  /** Its provisional requests went with the owner before, and its last one has not shown them again. Of SQLite never: there is one owner, and it says so itself. */
  readonly isResuming: boolean;
  /** The last checkpoint as it is when this is called. Nobody becomes an owner by it. */
  saved(): Promise<Saved | null>;
  /** What this partition itself holds under exactly this id, without what others know of the request; null: nothing. */
  request(id: string): Promise<StoredRequest | null>;
}

export interface Commit {
  /** Null: what changed is only shown, and made again after a crash. Then `requests` are provisional ones. */
  readonly checkpoint: Checkpoint | null;
  /** New or changed, by id. What is final never changes again: a later one of its id is passed over. */
  readonly requests: readonly StoredRequest[];
  /** Provisional requests that are no more, after `requests`, with the request that they became part of; null: they were none. */
  readonly gone: readonly { readonly id: string; readonly successor: string | null }[];
  readonly hosts: readonly HostView[];
}

export interface Checkpoint {
  readonly position: string;
  /** Pieces that changed; null: the piece is no more. */
  readonly state: ReadonlyMap<string, Uint8Array | null>;
}

/** A request as it is kept and shown. */
export interface StoredRequest {
  readonly view: AnalysisRequest;
  /** Nothing can join it any more. Else it is provisional, and may change or become part of another. */
  readonly isFinal: boolean;
  /** All identifiers, strong and weak, as they are compared. */
  readonly keys: readonly Key[];
  /** Last change, ms UTC by the processor's clock. */
  readonly changedAt: number;
  /** For each record in `view.evidence`, in the same order. */
  readonly notes: readonly EvidenceNote[];
  /** What in the evidence claims the cause, and what else it might be, likeliest first. */
  readonly claim: {
    readonly because: string;
    readonly alternatives: readonly { readonly cause: string; readonly tellApart: string }[];
  } | null;
}

export interface EvidenceNote {
  readonly host: string;
  readonly writer: Writer;
  readonly fileId: string;
  /** Why it belongs to the request. */
  readonly why: string;
  /** At most 400 characters of the record's own words; hostile: escape it wherever it is shown. */
  readonly text: string;
  /** How the record judges itself, and how far its time can be trusted; absent: not kept. */
  readonly said?: Pick<Observation, "outcome" | "resolutionMs" | "trust" | "durationMs">;
}

/** What a host last said, and what is wrong with it. */
export interface HostView {
  readonly host: string;
  /** All sources that can be waited for have passed this moment, ms UTC; null: none has. */
  readonly passedAt: number | null;
  /** Newest event, and newest heartbeat, ms UTC; null: none. */
  readonly eventAt: number | null;
  /** What is doubtful of the time of that event; left out: nothing, or it was kept before that was noted. */
  readonly eventTrust?: DoubtfulTrust;
  readonly readAt: number | null;
  /** When it was last heard of, ms UTC: by the clock of the bus where that tells, else by the collector's; left out: never, or kept before that was noted. */
  readonly heardAt?: number;
  readonly sources: readonly HostSource[];
  readonly problems: readonly {
    readonly cause: string;
    readonly title: string;
    readonly severity: string;
    readonly count: number;
    readonly oldest: number | null;
    /** What is doubtful of that time, as of a host's event. */
    readonly oldestTrust?: DoubtfulTrust;
    readonly because: string;
  }[];
}

export interface HostSource extends Omit<SourceState, "waitsFrom"> {
  readonly records: number;
  readonly rejected: number;
  /** Bytes that were never seen although later ones were, and bytes that came again and were dropped. */
  readonly gapBytes: number;
  readonly duplicateBytes: number;
  /** Records that came when their time was decided already. */
  readonly late: number;
  /** Newest event, ms UTC; null: none with a time. */
  readonly eventAt: number | null;
  /** What is doubtful of that time, as of a host's. */
  readonly eventTrust?: DoubtfulTrust;
}

/** Everything is optional; what is given must hold. */
export interface RequestFilter {
  readonly host?: string;
  readonly outcome?: Outcome;
  /** The furthest stage with a record. */
  readonly stage?: Stage | 0;
  readonly cause?: string;
  readonly platform?: Platform;
  /** Start of the request, ms UTC: at or after, and before. */
  readonly since?: number;
  readonly until?: number;
  /** An identifier of any type, compared without case; also the id of a request or of a provisional one that it has replaced. */
  readonly key?: string;
}

export interface Lookup {
  /** By its id, or by that of a provisional one that became part of it. */
  request(id: string): Promise<StoredRequest | null>;
  /** Newest start first, without a start last, then by id. `cursor` is that of the page before, else `BadCursor`; a page stays what it is while newer requests come. `limit`: 1 to 1000. */
  list(
    filter: RequestFilter,
    page: { readonly limit: number; readonly cursor: string | null },
  ): Promise<{ readonly requests: readonly StoredRequest[]; readonly next: string | null }>;
  /** Of those that match, the one that began first: the last of their list, but for those without a start. Null: there is none. */
  earliest(filter: Omit<RequestFilter, "key">): Promise<StoredRequest | null>;
  /** What the first `limit` of their list name: cheaper than the requests themselves, when it is asked for again. `limit`: 1 to 1000. */
  names(filter: Omit<RequestFilter, "key">, limit: number): Promise<Named>;
  summary(filter: RequestFilter): Promise<Summary>;
  /** How many of those that match began in each step, by outcome; those without a start are in none. Steps of whole hours come from running sums. */
  timeline(filter: TimelineFilter, steps: Steps): Promise<readonly OutcomeCounts[]>;
  /** In order of name. */
  hosts(): Promise<readonly HostView[]>;
  /** What commits (and new owners) change, from this call on. A reader that is too slow gets `overflow` and has to ask anew: nothing waits for it. Ends when aborted. */
  changes(signal: AbortSignal): AsyncIterable<Change>;
}

export interface Named {
  /** In no order. */
  readonly requests: readonly RequestNames[];
  /** No others match. */
  readonly isAll: boolean;
}

export interface RequestNames {
  readonly devices: readonly string[];
  readonly addresses: readonly string[];
}

export type Change =
  | { readonly type: "request"; readonly request: StoredRequest }
  | { readonly type: "gone"; readonly id: string; readonly successor: string | null }
  | { readonly type: "host"; readonly host: HostView }
  | { readonly type: "overflow" };

export type TimelineFilter = Omit<RequestFilter, "key" | "since" | "until">;

/** Stretches of time of one length, one behind the other. Whole numbers. */
export interface Steps {
  /** Where the first begins, ms UTC. */
  readonly from: number;
  readonly stepMs: number;
  readonly count: number;
}

export type OutcomeCounts = Readonly<Record<Outcome, number>>;

export interface Summary {
  readonly requests: number;
  readonly provisional: number;
  readonly outcomes: OutcomeCounts;
  /** For each of the six stages, how many requests are in which state there. */
  readonly stages: readonly Readonly<Record<StageStatus, number>>[];
  /** Requests per cause and host, most first. */
  readonly causes: readonly { readonly cause: string; readonly host: string; readonly requests: number }[];
  /** Records by the grade with which they are bound. */
  readonly grades: Readonly<Record<Grade, number>>;
}
