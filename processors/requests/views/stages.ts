import type { Evidence, Grade, Observation, Stage, StageStatus, StageView } from "../../contract/index.ts";

const stages: readonly Stage[] = [1, 2, 3, 4, 5, 6];

/** The six stages of a request as its evidence shows them. A stage without evidence is implied when a later one was passed. */
export function stageViews(evidence: readonly Evidence[]): StageView[] {
  const views = stages.map((stage) =>
    viewOf(
      stage,
      evidence.filter((one) => one.stage === stage),
    ),
  );
  let passed = false;
  for (let index = views.length - 1; index >= 0; index -= 1) {
    const view = views[index];
    if (view === undefined) continue;
    if (view.status === "unknown" && passed) views[index] = { ...view, status: "implied" };
    passed ||= view.status !== "unknown";
  }
  return views;
}

function viewOf(stage: Stage, evidence: readonly Evidence[]): StageView {
  const status = statusOf(stage, evidence);
  const span = spanOf(evidence);
  return {
    stage,
    status,
    at: span?.from ?? null,
    durationMs: span === null ? null : Math.round(span.to - span.from),
    grade: bestGrade(evidence),
  };
}

function statusOf(stage: Stage, evidence: readonly Evidence[]): StageStatus {
  if (evidence.length === 0) return "unknown";
  const observations = evidence.map((one) => one.observation);
  const last = decisive.get(stage)?.(observations) ?? null;
  if (last !== null) return last;
  if (observations.some((one) => one.outcome === "failed")) return "failed";
  if (observations.some((one) => one.outcome === "pending")) return "pending";
  if (observations.some((one) => one.outcome === "ok")) return "done";
  return begun.has(stage) ? "pending" : "unknown";
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

interface SpanMs {
  readonly from: number;
  readonly to: number;
}

/** From the first to the last record. Rows are known to the second only, so they count where there is nothing finer. */
function spanOf(evidence: readonly Evidence[]): SpanMs | null {
  const timed = timedOf(evidence);
  const fine = timed.filter((one) => one.resolutionMs < 1000);
  let span: SpanMs | null = null;
  for (const one of fine.length > 0 ? fine : timed) {
    const from = callBeganAt(one);
    const to = endedAt(one);
    span = span === null ? { from, to } : { from: Math.min(span.from, from), to: Math.max(span.to, to) };
  }
  return span;
}

/** Records whose times count. A status file's is that of its last copy: it counts where there is nothing else. */
export function timedOf(evidence: readonly Evidence[]): readonly Observation[] {
  const timed = evidence
    .map((one) => one.observation)
    .filter((one) => one.at !== null && one.trust !== "time-of-day");
  const kept = timed.filter((one) => one.kind !== "report.status-file");
  return kept.length > 0 ? kept : timed;
}

/** A call shorter than its stamp's resolution began, as far as one can tell, at its stamp. */
export function callBeganAt({ at, durationMs, resolutionMs }: Observation): number {
  return (at ?? 0) - (durationMs >= resolutionMs ? Math.max(0, durationMs) : 0);
}

export function endedAt(observation: Observation): number {
  return Math.max(observation.at ?? 0, callBeganAt(observation) + Math.max(0, observation.durationMs));
}

const ranks: readonly Grade[] = ["key", "exact", "probable"];

function bestGrade(evidence: readonly Evidence[]): Grade | null {
  return ranks.find((grade) => evidence.some((one) => one.grade === grade)) ?? null;
}
