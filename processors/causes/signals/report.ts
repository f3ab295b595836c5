import type { Evidence, Facts, Kind, Writer } from "../../contract/index.ts";
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

/** A .zip need not tell when its files were written. Then the file is as young as the last that is known of its request. */
function stuck(clues: Clues): string | null {
  const file = clues.of(["report.status-file"]).at(-1)?.observation;
  if (file?.facts.folder !== "processing" || !overdue(clues, file.at ?? clues.request.endedAt)) return null;
  return "its status file lies in CertificateRequestStatus\\Processing";
}

/**
 * The log goes on for longer than a report may take, and none came. Absence says something only where the same writer would have
 * told: the registration point logs the file that it drops, the connector logs 4008 in the channel that holds 4006.
 */
function notReported(clues: Clues): string | null {
  if (clues.request.outcome === "failed" || clues.of(reported).length > 0) return null;
  const isIssued = clues.of(["issue.issued"]).some((each) => isOk(each));
  const undropped = isIssued ? clues.of(["report.finished"]).find((each) => isOk(each, "crp")) : undefined;
  const unsaid = clues.of(["issue.issued"]).find((each) => isOk(each, "connector"));
  const open =
    clues.request.outcome === "open"
      ? clues.of(["report.call", "report.finished", "issue.issued"]).find((each) => isOk(each))
      : undefined;
  const last = undropped ?? unsaid ?? open;
  if (last === undefined || !overdue(clues, last.observation.at)) return null;
  return undropped === undefined
    ? "the certificate is issued, and no report to Intune followed"
    : "the registration point was notified, and dropped no status file";
}

const reported: readonly Kind[] = [
  "report.completed",
  "report.status-file",
  "report.queued",
  "report.failed",
  "report.retrying",
  "report.result",
];

function isOk({ observation }: Evidence, writer?: Writer): boolean {
  return observation.outcome === "ok" && (writer === undefined || observation.writer === writer);
}

/** Without a newest time the bundle is taken as complete: what is not in it will not come. */
function overdue(clues: Clues, at: number | null): boolean {
  const newestAt = clues.activity.newestAt;
  return newestAt === undefined || at === null || newestAt - at > reportLimitMs;
}
