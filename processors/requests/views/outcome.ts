import { isCallBefore } from "../../contract/index.ts";
import { hasStopped, hasStoppedCalling, hasStoppedVerifying } from "../heard.ts";
import type { Heard } from "../heard.ts";
import { withoutEnvelope } from "./stages.ts";
import type {
  Candidate,
  Evidence,
  Kind,
  Observation,
  Outcome,
  Stage,
  StageView,
} from "../../contract/index.ts";

export interface Verdict {
  readonly outcome: Outcome;
  readonly stageReached: Stage | 0;
  readonly failedStage: Stage | null;
  readonly stages: readonly StageView[];
}

/** What is known of a request. */
export interface Seen {
  readonly evidence: readonly Evidence[];
  readonly candidates: readonly Candidate[];
  readonly views: readonly StageView[];
}

/**
 * What became of a request. A certificate that was issued, or whose issue was notified, counts as succeeded, even when the report to Intune still waits,
 * unless the device says that it did not arrive; a 200 on PKIOperation alone proves nothing.
 */
export function verdictOf(seen: Seen, heard: Heard): Verdict {
  const { evidence } = seen;
  const stages = endings.reduce((views, ending) => ending({ ...seen, views }, heard), seen.views);
  const failedStage = stages.find((view) => view.status === "failed")?.stage ?? null;
  const outcome = outcomeOf(evidence, stages, heard);
  const known = isOnlyNotified(evidence) ? notifiedOnly(stages, evidence, outcome) : stages;
  const reached = known.findLast(
    (view) => view.status === "done" || view.status === "failed" || view.status === "pending",
  );
  return { outcome, stageReached: reached?.stage ?? 0, failedStage, stages: known };
}

/** NDES notifies of what the CA refused, too: a Notify is no sign that anything was issued or delivered, and of what has failed nobody waits for a report. */
function notifiedOnly(
  stages: readonly StageView[],
  evidence: readonly Evidence[],
  outcome: Outcome,
): readonly StageView[] {
  if (outcome === "failed")
    return stages.map((view) =>
      view.stage === 6 && view.status === "pending" ? { ...view, status: "unknown" } : view,
    );
  if (outcome === "succeeded" || evidence.some(({ stage }) => stage === 5)) return stages;
  return stages.map((view) =>
    view.stage >= 4 && view.status === "implied" ? { ...view, status: "unknown" } : view,
  );
}

function isOnlyNotified(evidence: readonly Evidence[]): boolean {
  return evidence.every(({ observation, stage }) => stage !== 6 || notifying.has(observation.kind));
}

/** Its call has ended: nothing more happens inside of it. */
function hasAnswer(evidence: readonly Evidence[]): boolean {
  return evidence.some(({ observation }) => observation.kind === "contact.pki-operation");
}

const notifying: ReadonlySet<Kind> = new Set<Kind>([
  "report.started",
  "report.finished",
  "report.call",
  "run.sent",
  "run.failed",
  "run.note",
]);

function outcomeOf(evidence: readonly Evidence[], stages: readonly StageView[], heard: Heard): Outcome {
  if (stages.some((view) => view.status === "failed")) return "failed";
  const status = (stage: Stage): string => stages[stage - 1]?.status ?? "unknown";
  const waits = (stage: Stage): boolean =>
    status(stage) === "pending" &&
    evidence.some((one) => one.stage === stage && one.observation.outcome === "pending");
  if (waits(4) || waits(5)) return "open";
  if (status(5) === "done" || status(4) === "done" || status(6) === "done") return "succeeded";
  if (evidence.some(({ observation }) => isNotified(observation)))
    return wasDropped(evidence) ? "succeeded" : "unknown";
  if (status(5) === "pending") return "open";
  const waiting =
    status(3) === "pending" ||
    status(4) === "pending" ||
    (status(6) === "pending" && !(hasAnswer(evidence) && isOnlyNotified(evidence)));
  return waiting && !hasStopped(heard, latest(evidence)) ? "open" : "unknown";
}

function isNotified({ kind, outcome }: Observation): boolean {
  return kind === "report.finished" && outcome === "ok";
}

/**
 * NDES notifies of what the CA refused or left pending, too (`INDESPolicy::Notify` has a disposition for each). The registration point drops a file of what was issued: where its own word on the
 * call is there, and no file is, nobody knows that anything was.
 */
function wasDropped(evidence: readonly Evidence[]): boolean {
  const isTold = evidence.some(({ observation }) => observation.writer === "crp" && isNotified(observation));
  return (
    !isTold ||
    evidence.some(({ observation: { kind } }) => kind === "report.queued" || kind === "report.status-file")
  );
}

type Ending = (seen: Seen, heard: Heard) => readonly StageView[];

/** Failures that no record states: what is there, and what should have followed, tell them. */
const endings: readonly Ending[] = [rootMissing, stoppedBeforeOperation, stoppedVerifying, clientGone];

/** SCEP work that began while the root certificate was not installed goes no further. */
function rootMissing({ views, evidence }: Seen): readonly StageView[] {
  if (!evidence.every((one) => one.stage === 1)) return views;
  const roots = evidence.filter((one) => one.observation.kind === "profile.root-state");
  const missing = roots.length > 0 && roots.every((one) => one.observation.outcome !== "ok");
  return missing ? failedAt(views, 1, roots.at(-1)) : views;
}

/** The CA certificates arrived, and the device, which had every chance to, sent no request. */
function stoppedBeforeOperation({ views, evidence }: Seen, heard: Heard): readonly StageView[] {
  if (!evidence.every(({ observation }) => isCallBefore(observation.kind))) return views;
  const fetched = evidence.find(
    (one) => one.observation.kind === "contact.ca-certificate" && one.observation.outcome === "ok",
  );
  return fetched !== undefined && hasStoppedCalling(heard, latest(evidence))
    ? failedAt(views, 2, fetched)
    : views;
}

/**
 * A run that stopped has failed in verification, if its own log goes on without it, or the device's call around it has ended. A log that just ends there may
 * have been copied too early.
 */
function stoppedVerifying({ views, evidence }: Seen, heard: Heard): readonly StageView[] {
  if (views[2]?.status !== "pending") return views;
  const ended = evidence.some((one) => one.observation.kind === "contact.pki-operation");
  const last = latest(evidence);
  const sent = evidence.find(
    (one) => one.observation.writer === "plugin" && one.observation.kind === "run.sent",
  );
  return sent !== undefined && (hasStoppedVerifying(heard, last) || (ended && hasStopped(heard, last)))
    ? withoutEnvelope(failedAt(views, 3, sent), evidence)
    : views;
}

/** ERROR_NETNAME_DELETED and ERROR_CONNECTION_ABORTED: the device had hung up before its answer could be sent. */
const hungUp: ReadonlySet<number> = new Set([64, 1236]);

function clientGone({ views, evidence, candidates }: Seen): readonly StageView[] {
  const settled = views.some((view) => view.status === "failed") || evidence.some((one) => one.stage === 5);
  if (settled) return views;
  const row =
    evidence.find((one) => isHungUp(one.observation)) ??
    candidates.find((one) => one.likeliest === true && isHungUp(one.observation));
  return row !== undefined ? hungUpAt(views, row) : views;
}

/** A hang-up proves that the call was there, not that it had come to the CA. */
function hungUpAt(views: readonly StageView[], row: Evidence | Candidate): readonly StageView[] {
  return failedAt(views, 5, row).map((view, index) =>
    view.status === "implied" && view.stage >= 3 ? (views[index] ?? view) : view,
  );
}

function isHungUp({ kind, facts }: Observation): boolean {
  return kind === "contact.pki-operation" && hungUp.has(facts.win32 ?? 0);
}

/** `witness` is the record that shows it; a candidate is no evidence, so the stage has no grade then. What comes before the stage was passed. */
function failedAt(
  views: readonly StageView[],
  stage: Stage,
  witness: Evidence | Candidate | undefined,
): readonly StageView[] {
  return views.map((view) => {
    if (view.stage < stage && view.status === "unknown") return { ...view, status: "implied" };
    if (view.stage !== stage) return view;
    return {
      ...view,
      status: "failed",
      at: view.at ?? witness?.observation.at ?? null,
      grade: view.grade ?? (witness !== undefined && "grade" in witness ? witness.grade : null),
    };
  });
}

/** The time of the last record, ms UTC. */
function latest(evidence: readonly Evidence[]): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { observation } of evidence) last = Math.max(last, observation.at ?? last);
  return last;
}
