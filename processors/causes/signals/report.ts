import type { Evidence, Facts } from "../../contract/index.ts";
import type { Clues } from "../clues.ts";
import { always, seen, weights } from "./signal.ts";
import type { Signal } from "./signal.ts";

/** A report may take so long; then it is late. */
export const reportLimitMs: number = 15 * 60_000;

/** Stage 6. Also asked of requests that succeeded. */
export const reportSignals: readonly Signal[] = [
  {
    cause: "report.notify-failed",
    stages: [6],
    weight: weights.plain,
    find: seen(
      ["report.call", "report.finished", "report.failed", "run.failed"],
      notifyFailed,
      (facts, evidence) =>
        evidence.observation.kind === "report.call"
          ? `Notify was answered with ${facts.status}`
          : `Notify failed${facts.code === undefined ? "" : `: ${facts.code}`}`,
    ),
  },
  {
    cause: "report.upload-failed",
    stages: [6],
    weight: weights.plain,
    find: seen(
      ["report.failed", "report.result"],
      (facts) => facts.eventId === 4002 || facts.eventId === 4010,
      (facts) => `connector event ${facts.eventId}`,
    ),
  },
  {
    cause: "report.status-failed",
    stages: [6],
    weight: weights.plain,
    find: seen(
      ["report.status-file"],
      (facts) => facts.folder === "failed",
      "its status file lies in CertificateRequestStatus\\Failed",
    ),
  },
  { cause: "report.stuck-in-processing", stages: [6], weight: weights.plain, find: stuck },
  {
    cause: "report.upload-retrying",
    stages: [6],
    weight: weights.generic,
    find: seen(
      ["report.retrying"],
      always,
      (facts) => `the upload is tried again (event ${facts.eventId ?? "4009"})`,
    ),
  },
  { cause: "report.not-reported", stages: [6], weight: weights.generic, find: notReported },
];

function notifyFailed(facts: Facts, evidence: Evidence): boolean {
  const { kind, outcome } = evidence.observation;
  if (kind === "report.call") return facts.status !== undefined && facts.status !== 204;
  if (kind === "report.failed") return facts.eventId === 20602;
  if (kind === "run.failed") return evidence.stage === 6;
  return outcome === "failed";
}

function stuck(clues: Clues): string | null {
  const files = clues.of(["report.status-file"]);
  const file = files.at(-1);
  if (file?.observation.facts.folder !== "processing" || !overdue(clues, file.observation.at)) return null;
  return "its status file lies in CertificateRequestStatus\\Processing";
}

/** The log goes on for longer than a report may take, and none came. Says nothing while the request may still be reported. */
function notReported(clues: Clues): string | null {
  if (clues.request.outcome !== "open") return null;
  const issued = clues
    .of(["report.call", "report.finished", "issue.issued"])
    .findLast((each) => each.observation.outcome === "ok");
  if (
    issued === undefined ||
    clues.of(["report.completed", "report.status-file", "report.failed"]).length > 0
  )
    return null;
  return overdue(clues, issued.observation.at)
    ? "the certificate is issued, and no report to Intune followed"
    : null;
}

/** Without a newest time the bundle is taken as complete: what is not in it will not come. */
function overdue(clues: Clues, at: number | null): boolean {
  const newestAt = clues.activity.newestAt;
  return newestAt === undefined || at === null || newestAt - at > reportLimitMs;
}
