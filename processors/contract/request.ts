import type { Observation, Platform, Stage, StrongKeyType, WeakKeyType } from "./observation.ts";

/**
 * How sure a binding is.
 * - `key`: a shared strong identifier;
 * - `exact`: the same thread run, or the only possible partner at the precision of the clocks;
 * - `probable`: clearly the best of several.
 * What fits several equally is bound to none and listed as a candidate of each (`ambiguous`).
 */
export type Grade = "key" | "exact" | "probable";
export type Generation = "legacy" | "unified" | "unknown";
export const outcomes = ["succeeded", "failed", "open", "unknown"] as const;
export type Outcome = (typeof outcomes)[number];

/** `implied`: no record of this stage, but a later stage proves that it was passed. */
export type StageStatus = "done" | "failed" | "pending" | "implied" | "unknown";

export interface StageView {
  readonly stage: Stage;
  readonly status: StageStatus;
  /** Start of the stage, ms UTC. */
  readonly at: number | null;
  readonly durationMs: number | null;
  /** How surely the records belong that tell its status; null: it has none. */
  readonly grade: Grade | null;
  /** How surely those belong that tell when it began and how long it took; there only where that is less than `grade`. */
  readonly timeGrade?: Grade;
}

/** A record that belongs to a request, and why. */
export interface Evidence {
  readonly observation: Observation;
  /** The stage it counts for: that of the observation, or that of its run. */
  readonly stage: Stage;
  readonly grade: Grade;
  readonly why: string;
}

export interface Candidate {
  readonly observation: Observation;
  readonly why: string;
  /** In the likeliest assignment of all that is in doubt the record belongs here: that decides how many requests failed, and is no evidence. */
  readonly likeliest?: true;
}

/** All observations of one SCEP transaction (one attempt), its six stages and its outcome. */
export interface Request {
  /** `<history>` for the first attempt, `<history>.2` for the second with the same key, and so on. */
  readonly id: string;
  /** That the device called; where no log of it belongs to the request, the device's. */
  readonly host: string;
  readonly platform: Platform;
  readonly generation: Generation;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly outcome: Outcome;
  readonly stageReached: Stage | 0;
  readonly failedStage: Stage | null;
  readonly keys: ReadonlyMap<StrongKeyType | WeakKeyType, readonly string[]>;
  readonly stages: readonly StageView[];
  /** In order of time, then file and offset. */
  readonly evidence: readonly Evidence[];
  readonly candidates: readonly Candidate[];
}
