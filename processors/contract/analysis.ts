import type { Format } from "../../collectors/contract/index.ts";
import type { DoubtfulTrust, Kind, Platform, Stage } from "./observation.ts";
import type { RejectReason } from "./reject.ts";
import type { Generation, Grade, Outcome, StageStatus } from "./request.ts";

/**
 * `scepscope analyze --json`. Times are UTC ISO 8601 with milliseconds, as far as that is known: where `trust` stands beside one, it is that of a local clock whose zone was inferred from other logs, is not
 * known, or is put back or forward in just this hour. Offsets and lengths are bytes in the original file.
 */
export interface Analysis {
  readonly version: 1;
  readonly sources: readonly AnalysisSource[];
  readonly requests: readonly AnalysisRequest[];
  readonly hosts: readonly AnalysisHost[];
  readonly unbound: { readonly records: number; readonly byKind: Readonly<Partial<Record<Kind, number>>> };
  readonly rejected: readonly AnalysisRejected[];
}

export interface AnalysisSource {
  /** Relative to the argument that led to it. */
  readonly path: string;
  readonly format: Format;
  readonly host: string;
  readonly records: number;
  readonly rejected: number;
  readonly bytes: number;
  /** Null when no record carries a time. */
  readonly first: string | null;
  readonly last: string | null;
  /** A record at least is of a local clock: the two are as their clocks had them, whatever the zone. */
  readonly clock?: "local";
}

export interface AnalysisRequest {
  readonly id: string;
  readonly host: string;
  readonly platform: Platform;
  readonly generation: Generation;
  /** Null only when no record of the request carries a time. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: Outcome;
  readonly stageReached: Stage | 0;
  readonly failedStage: Stage | null;
  readonly keys: AnalysisKeys;
  /** Six, in order. */
  readonly stages: readonly AnalysisStage[];
  readonly cause: { readonly id: string; readonly stage: Stage | 0; readonly title: string } | null;
  readonly evidence: readonly AnalysisEvidence[];
  readonly candidates: readonly AnalysisCandidate[];
  /** Of the least certain of its records. */
  readonly trust?: DoubtfulTrust;
}

/** Each is always there; empty when the logs do not tell. */
export interface AnalysisKeys {
  readonly transactionId: readonly string[];
  readonly deviceId: readonly string[];
  readonly userId: readonly string[];
  readonly thumbprint: readonly string[];
  readonly serialNumber: readonly string[];
  readonly profileId: readonly string[];
  readonly caRequestId: readonly string[];
  readonly clientIp: readonly string[];
}

export interface AnalysisStage {
  readonly stage: Stage;
  readonly status: StageStatus;
  readonly at: string | null;
  readonly durationMs: number | null;
  readonly grade: Grade | null;
  readonly timeGrade?: Grade;
  readonly trust?: DoubtfulTrust;
}

interface Position {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

export interface AnalysisEvidence extends Position {
  readonly stage: Stage;
  readonly kind: Kind;
  readonly at: string | null;
  readonly grade: Grade;
  readonly trust?: DoubtfulTrust;
}

export interface AnalysisCandidate extends Position {
  readonly why: string;
}

export interface AnalysisHost {
  readonly host: string;
  readonly problems: readonly {
    readonly cause: string;
    readonly count: number;
    readonly oldest: string | null;
    readonly oldestTrust?: DoubtfulTrust;
  }[];
}

export interface AnalysisRejected extends Position {
  readonly reason: RejectReason;
}
