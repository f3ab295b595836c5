import type { Evidence, HostActivity, Request, Stage } from "../../../../../processors/contract/index.ts";
import { evidenceOf, noon } from "../request-of.ts";

export interface Case {
  readonly evidence: readonly Evidence[];
  readonly request?: Partial<Request>;
  readonly activity?: Partial<HostActivity>;
}

/** A signal that claims the cause, and something close to it that must not. */
export interface Row {
  readonly cause: string;
  readonly claims: Case;
  readonly nearMiss: Case;
}

export const row = (status: number, substatus = 0, win32 = 0): Evidence =>
  evidenceOf({ kind: "contact.pki-operation", facts: { status, substatus, win32 } });
export const httpError = (httpReason: string): Evidence =>
  evidenceOf({ kind: "contact.http-error", writer: "httperr", facts: { httpReason } });
export const verifyRow = (status: number, substatus = 0): Evidence =>
  evidenceOf({
    kind: "verify.call",
    facts: { status, substatus },
    outcome: status === 201 ? "ok" : "failed",
  });
export const sendFails = (code: string, reason: string, stage: Stage = 3): Evidence =>
  evidenceOf(
    { kind: "run.failed", writer: "plugin", stage: 0, outcome: "failed", facts: { code, reason } },
    stage,
  );
export const note = (reason: string): Evidence =>
  evidenceOf({ kind: "run.note", writer: "plugin", stage: 0, facts: { reason } }, 3);
export const crpSays = (reason: string): Evidence =>
  evidenceOf({ kind: "verify.failed", writer: "crp", outcome: "failed", facts: { reason } });
export const event29: Evidence = evidenceOf({
  kind: "verify.refused",
  writer: "ndes",
  outcome: "failed",
  facts: { eventId: 29 },
});
export const event31 = (code: string, reason?: string): Evidence =>
  evidenceOf({
    kind: "issue.failed",
    writer: "ndes",
    outcome: "failed",
    facts: { code, eventId: 31, ...(reason === undefined ? {} : { reason }) },
  });
export const falseVerdict: Evidence = evidenceOf({
  kind: "verify.returned",
  writer: "plugin",
  outcome: "failed",
  facts: { verdict: false },
});
export const device = (kind: "contact.device-failed" | "deliver.failed", reason: string): Evidence =>
  evidenceOf({ kind, writer: "android-device", outcome: "failed", facts: { reason } });
/** What a device was answered, as its own log tells it. */
export const answered = (status: number): Evidence =>
  evidenceOf({
    kind: "contact.device-failed",
    writer: "windows-device",
    outcome: "failed",
    facts: { status, reason: "http-refused" },
  });
/** A reply that refuses, as Windows tells it. */
export const refusingReply = (reason: string, pkiStatus = "2"): Evidence =>
  evidenceOf({
    kind: "deliver.failed",
    writer: "windows-device",
    outcome: "failed",
    facts: { eventId: 87, pkiStatus, reason },
  });
export const sent: Evidence = evidenceOf({ kind: "run.sent", writer: "plugin", stage: 0 }, 3);
export const stage = (failedStage: Stage): Partial<Request> => ({ failedStage });
export const open: Partial<Request> = { outcome: "open", failedStage: null };
export const late: Partial<HostActivity> = { newestAt: noon + 3_600_000 };
export const state = (kind: "deliver.state" | "deliver.failed", name: string): Evidence =>
  evidenceOf({
    kind,
    writer: "android-device",
    outcome: kind === "deliver.failed" ? "failed" : "pending",
    facts: { state: name },
  });
export const statusFile = (folder: "processing" | "succeed" | "failed"): Evidence =>
  evidenceOf({ kind: "report.status-file", writer: "status-file", facts: { folder } });
export const notify204: Evidence = evidenceOf({ kind: "report.call", outcome: "ok", facts: { status: 204 } });
export const connectorEvent = (
  kind: "report.failed" | "report.retrying" | "report.completed",
  eventId: number,
): Evidence => evidenceOf({ kind, writer: "connector", facts: { eventId } });
