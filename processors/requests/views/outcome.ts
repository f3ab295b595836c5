import type { Evidence, Outcome, Stage, StageView } from "../../contract/index.ts";

export interface Verdict {
  readonly outcome: Outcome;
  readonly stageReached: Stage | 0;
  readonly failedStage: Stage | null;
  readonly stages: readonly StageView[];
}

/** The moment up to which the request's host has been read, and what is known to have ended by then. */
export interface Horizon {
  readonly readThrough: number;
}

/** A run whose thread is silent for so long while the host goes on has stopped. */
const stoppedAfterMs = 120_000;

/**
 * What became of a request. A certificate that was issued, or whose issue was notified, counts as succeeded, even when the report to Intune still waits;
 * a 200 on PKIOperation alone proves nothing.
 */
export function verdictOf(evidence: readonly Evidence[], views: readonly StageView[], horizon: Horizon): Verdict {
  const stages = refine(evidence, views, horizon);
  const failedStage = stages.find((view) => view.status === "failed")?.stage ?? null;
  const reached = stages.findLast((view) => view.status === "done" || view.status === "failed" || view.status === "pending");
  return { outcome: outcomeOf(evidence, stages, horizon), stageReached: reached?.stage ?? 0, failedStage, stages };
}

function outcomeOf(evidence: readonly Evidence[], stages: readonly StageView[], horizon: Horizon): Outcome {
  if (stages.some((view) => view.status === "failed")) return "failed";
  const status = (stage: Stage): string => stages[stage - 1]?.status ?? "unknown";
  if (status(4) === "pending" && evidence.some((one) => one.observation.kind === "issue.pending")) return "open";
  if (status(5) === "done" || status(4) === "done" || status(6) === "done") return "succeeded";
  if (evidence.some((one) => one.observation.kind === "report.finished" && one.observation.outcome === "ok")) return "succeeded";
  if (status(5) === "pending") return "open";
  const waiting = status(3) === "pending" || status(4) === "pending" || status(6) === "pending";
  return waiting && !stopped(evidence, horizon) ? "open" : "unknown";
}

/** Where a run stopped although its host went on, the stage that it was in has failed. */
function refine(evidence: readonly Evidence[], views: readonly StageView[], horizon: Horizon): readonly StageView[] {
  const sent = evidence.some((one) => one.observation.writer === "plugin" && one.observation.kind === "run.sent");
  const verifying = views[2]?.status === "pending" && sent && stopped(evidence, horizon);
  return views.map((view) => {
    if (view.stage === 3 && verifying) return { ...view, status: "failed" };
    return view;
  });
}

function stopped(evidence: readonly Evidence[], horizon: Horizon): boolean {
  const last = evidence.reduce((latest, one) => Math.max(latest, one.observation.at ?? latest), Number.NEGATIVE_INFINITY);
  return horizon.readThrough - last > stoppedAfterMs;
}
