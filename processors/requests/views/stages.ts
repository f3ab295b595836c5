import type { Evidence, Grade, Observation, Stage, StageStatus, StageView } from "../../contract/index.ts";
import { spanOf } from "./span-of.ts";

const stages: readonly Stage[] = [1, 2, 3, 4, 5, 6];

/** What a request has of one stage. */
interface Part {
  readonly stage: Stage;
  readonly observations: Observation[];
  readonly grades: Grade[];
}

/**
 * The six stages of a request as its evidence shows them. A stage without evidence is implied when a later one was passed, unless one before it has failed. A reply that refuses proves no more than
 * that NDES was there: verification or the CA may have been what said no.
 */
export function stageViews(evidence: readonly Evidence[]): StageView[] {
  const parts = stages.map((stage): Part => ({ stage, observations: [], grades: [] }));
  for (const { observation, stage, grade } of evidence) {
    const part = parts[stage - 1];
    if (part === undefined) continue;
    part.observations.push(observation);
    part.grades.push(grade);
  }
  const views = withoutEnvelope(parts.map(viewOf), evidence);
  const failed = views.findIndex(({ status }) => status === "failed");
  const isRefused = failed === 4 && (parts[4]?.observations ?? []).some(refuses);
  const proofs = isRefused ? views.slice(0, 4) : views;
  const last = Math.max(
    isRefused ? 2 : -1,
    proofs.findLastIndex(({ status }) => status !== "unknown"),
  );
  return views.map((view, index) => {
    const isPassed = index < last && (failed === -1 || index < failed);
    return view.status === "unknown" && isPassed ? { ...view, status: "implied" } : view;
  });
}

/**
 * IIS answers a PKIOperation call for all that happens inside of it: where verification or the CA itself says no, or verification stopped, that is what has failed, and a 500 around it only hands it on.
 */
export function withoutEnvelope(
  views: readonly StageView[],
  evidence: readonly Evidence[],
): readonly StageView[] {
  const isInside = views.some(({ stage, status }) => (stage === 3 || stage === 4) && status === "failed");
  const isOfCall = evidence.every(
    ({ stage, observation: { kind, outcome } }) =>
      stage !== 2 || outcome !== "failed" || kind === "contact.pki-operation",
  );
  if (!isInside || !isOfCall) return views;
  return views.map((view) =>
    view.stage === 2 && view.status === "failed" ? { ...view, status: "done" } : view,
  );
}

function viewOf(part: Part): StageView {
  const { stage, observations } = part;
  const status = statusOf(stage, observations);
  const times = timesOf(observations);
  const grade = surestOf(part, (sure) => statusOf(stage, sure) === status);
  const timeGrade = surestOf(part, (sure) => isSame(timesOf(sure), times));
  return { stage, status, ...times, grade, ...(isLess(timeGrade, grade) && { timeGrade }) };
}

type Times = Pick<StageView, "at" | "durationMs">;

function timesOf(observations: readonly Observation[]): Times {
  const span = spanOf(observations, isFine);
  return { at: span?.from ?? null, durationMs: span === null ? null : Math.round(span.to - span.from) };
}

function isSame(a: Times, b: Times): boolean {
  return a.at === b.at && a.durationMs === b.durationMs;
}

const surest: readonly Grade[] = ["key", "exact", "probable"];

/**
 * What is said of a stage is as sure as the least sure of the records that it takes to say it: of three calls of which the last shares a key and the first is probable, that
 * the stage was reached is told by the key, and when it began is not. Null: it has no record.
 */
function surestOf(
  { observations, grades }: Part,
  isEnough: (sure: readonly Observation[]) => boolean,
): Grade | null {
  const there = surest.filter((grade) => grades.includes(grade));
  const enough = there.find((_, index) => {
    const taken = there.slice(0, index + 1);
    const isAll = taken.length === there.length;
    return isAll || isEnough(observations.filter((__, at) => taken.some((grade) => grade === grades[at])));
  });
  return enough ?? null;
}

function isLess(timeGrade: Grade | null, grade: Grade | null): timeGrade is Grade {
  return timeGrade !== null && grade !== null && surest.indexOf(timeGrade) > surest.indexOf(grade);
}

function statusOf(stage: Stage, observations: readonly Observation[]): StageStatus {
  if (observations.length === 0) return "unknown";
  const last = decisive.get(stage)?.(observations) ?? null;
  if (last !== null) return last;
  for (const [outcome, status] of outcomes) if (anyEnded(observations, outcome)) return status;
  return begun.has(stage) ? "pending" : "unknown";
}

/** What one record says counts for its stage, the worst first. */
const outcomes = [
  ["failed", "failed"],
  ["pending", "pending"],
  ["ok", "done"],
] as const;

function anyEnded(observations: readonly Observation[], outcome: Observation["outcome"]): boolean {
  for (const observation of observations) if (observation.outcome === outcome) return true;
  return false;
}

/** In these stages a record without an outcome says that the stage has begun and not ended. */
const begun: ReadonlySet<Stage> = new Set<Stage>([3, 4, 5, 6]);

type Decide = (observations: readonly Observation[]) => StageStatus | null;

/** Records whose word counts more than that of others of their stage. */
const decisive: ReadonlyMap<Stage, Decide> = new Map<Stage, Decide>([
  [1, profiled],
  [2, contact],
  [3, (all) => finalWord(all, ["verify.finished", "verify.refused"])],
  [4, (all) => finalWord(all, ["issue.issued", "issue.denied", "issue.failed"])],
  [5, (all) => deliveredAt(all)],
  [6, reported],
]);

/** The profile counts more than the root certificates that came with it. */
function profiled(all: readonly Observation[]): StageStatus | null {
  if (all.some((one) => one.outcome === "failed")) return "failed";
  return all.some((one) => one.kind === "profile.received") ? "done" : null;
}

/** A call that IIS answered has reached NDES, whatever became of it later, unless NDES could not read it. */
function contact(all: readonly Observation[]): StageStatus | null {
  if (all.some((one) => one.kind === "contact.unreadable")) return "failed";
  const operation = all.find((one) => one.kind === "contact.pki-operation");
  if (operation !== undefined) return operation.outcome === "failed" ? "failed" : "done";
  if (all.some((one) => one.outcome === "failed")) return "failed";
  return all.some((one) => one.kind === "contact.device-request") ? "done" : null;
}

function finalWord(all: readonly Observation[], kinds: readonly string[]): StageStatus | null {
  const words = all.filter((one) => kinds.includes(one.kind) && one.outcome !== "none");
  if (words.some((one) => one.outcome === "failed")) return "failed";
  return words.some((one) => one.outcome === "ok") ? "done" : null;
}

function deliveredAt(all: readonly Observation[]): StageStatus | null {
  if (all.some((one) => one.kind === "deliver.installed" && one.outcome === "ok")) return "done";
  if (all.some((one) => one.outcome === "failed")) return "failed";
  if (all.some((one) => one.outcome === "pending")) return "pending";
  return all.some((one) => one.kind === "deliver.reply" && one.outcome === "ok") ? "done" : null;
}

/** A reply with the status FAILURE, or what Apple says of one: that it holds nothing to use. */
function refuses({ facts }: Observation): boolean {
  return facts.pkiStatus === "2" || facts.reason === "reply-unusable";
}

/** What reached Intune counts more than the attempts before it; a file that waits counts more than the call that queued it. */
function reported(all: readonly Observation[]): StageStatus | null {
  const files = all.filter((one) => one.kind === "report.status-file");
  if (all.some((one) => one.kind === "report.completed" || one.facts.folder === "succeed")) return "done";
  if (all.some((one) => one.kind === "report.failed" || one.facts.folder === "failed")) return "failed";
  if (files.length > 0) return "pending";
  if (all.some((one) => one.kind === "report.batch" && one.outcome === "ok")) return "done";
  if (all.some((one) => one.kind === "report.retrying")) return "pending";
  const finished = all.filter((one) => one.kind === "report.finished" || one.kind === "report.call");
  if (finished.some((one) => one.outcome === "failed")) return "failed";
  return finished.length > 0 ? "pending" : null;
}

/** Rows are known to the second only, so they count where there is nothing finer. */
function isFine({ resolutionMs }: Observation): boolean {
  return resolutionMs < 1000;
}
