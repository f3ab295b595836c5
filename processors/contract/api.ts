import type { AnalysisRequest } from "./analysis.ts";
import type { Cause } from "./causes.ts";
import type { DoubtfulTrust, Key, Platform, Stage } from "./observation.ts";
import type { Outcome } from "./request.ts";
import type { EvidenceNote, HostSource, HostView, StoredRequest } from "./store.ts";

/** A request as `/api/v1/requests` gives it: that of `analyze --json`, and what a store knows beside. Times are UTC ISO 8601 with milliseconds. */
export interface ApiRequest extends AnalysisRequest {
  /** Nothing can join it any more. */
  readonly isFinal: boolean;
  readonly changedAt: string;
  readonly claim: StoredRequest["claim"];
}

export interface ApiRequestDetail extends ApiRequest {
  /** All identifiers, those that `keys` has no room for too. */
  readonly identifiers: readonly Key[];
  /** For each record in `evidence`, in the same order. */
  readonly notes: readonly ApiNote[];
}

export interface ApiNote extends EvidenceNote {
  /** The record as it stands in its log, without messages that must not be shown. Null: it cannot be read again, or was not asked for. */
  readonly line: string | null;
}

/** Beside what is asked for. */
export interface ApiIncomplete {
  /** What is missing just now of what is known, in words; null: nothing. */
  readonly incomplete: string | null;
}

export interface ApiRequestList extends ApiIncomplete {
  readonly requests: readonly ApiRequest[];
  /** Pass it as `cursor` to get on; null: there is no more. */
  readonly next: string | null;
}

export interface ApiHost extends Omit<
  HostView,
  "passedAt" | "eventAt" | "readAt" | "heardAt" | "sources" | "problems"
> {
  readonly passedAt: string | null;
  readonly eventAt: string | null;
  readonly readAt: string | null;
  /** When it was last heard of, by the clock of Kafka where there is one. */
  readonly heardAt: string | null;
  readonly sources: readonly ApiSource[];
  readonly problems: readonly (Omit<HostView["problems"][number], "oldest"> & {
    readonly oldest: string | null;
  })[];
}

export interface ApiSource extends Omit<HostSource, "changedAt" | "eventAt"> {
  readonly changedAt: string | null;
  readonly eventAt: string | null;
}

/** An entry of the catalogue, and what is kept of it. */
export interface ApiCause extends Cause {
  /** Left out: no request is kept that has it. */
  readonly seen?: SeenCause;
}

/** Since when and for whom a cause is, of all that is kept. */
export interface SeenCause {
  readonly requests: number;
  /** When the first and the last of its requests began; null: that is known of none. */
  readonly firstAt: string | null;
  readonly firstTrust?: DoubtfulTrust;
  readonly lastAt: string | null;
  readonly lastTrust?: DoubtfulTrust;
  /** Different devices, as far as the requests name them. */
  readonly devices: number;
  /** Requests that name no device, and how many client addresses they came from. */
  readonly nameless: number;
  readonly addresses: number;
  /** The devices, the nameless and the addresses are those of so many of the newest requests; null: of all. */
  readonly ofNewest: number | null;
}

/** What the event stream says of a request: enough to know whether to ask for it. */
export interface ApiRequestChange {
  readonly id: string;
  readonly host: string;
  readonly platform: Platform;
  readonly outcome: Outcome;
  readonly stageReached: Stage | 0;
  readonly failedStage: Stage | null;
  readonly cause: string | null;
  readonly startedAt: string | null;
  readonly isFinal: boolean;
  readonly changedAt: string;
}
