import { formats, messageRejections, sourceConditions } from "../../../collectors/contract/index.ts";
import { kinds, platforms } from "../observation.ts";
import { rejectReasons } from "../reject.ts";
import { outcomes } from "../request.ts";
import type { Label } from "./metric.ts";

/** Every label that a metric can have. A label name has one meaning, and one set of values, wherever it stands. */

export const host: Label = { name: "host", values: "hostsMax" };
/** Name of a source, unique within its host. */
export const source: Label = { name: "source", values: "sourcesMax" };
/** Id in the failure catalogue; `none`: no cause is claimed. */
export const cause: Label = { name: "cause", values: "causes" };
export const outcome: Label = { name: "outcome", values: outcomes };
export const platform: Label = { name: "platform", values: platforms };
export const format: Label = { name: "format", values: formats };
export const kind: Label = { name: "kind", values: kinds };
export const condition: Label = { name: "condition", values: sourceConditions };

/** `0`: none of the six. */
export const stages = ["0", "1", "2", "3", "4", "5", "6"] as const;
export const stage: Label = { name: "stage", values: stages };

export const grades = ["key", "exact", "probable"] as const;
export const grade: Label = { name: "grade", values: grades };

/** What a row of the access log is a call of. `other`: another path of NDES or the policy module, or a look at one of these by a browser. */
export const calls = [
  "capabilities",
  "ca-certificate",
  "pki-operation",
  "verify",
  "notify",
  "other",
] as const;
export const call: Label = { name: "call", values: calls };

/**
 * Status of a call: its class, or the status itself, with its sub-status, where that names a cause. `500-impersonation` has the win32 status 1346. A row counts
 * once: `5xx` are those that are not listed on their own, and `code=~"5.*"` are all.
 */
export const codes = [
  "2xx",
  "3xx",
  "4xx",
  "403.7",
  "403.16",
  "404.14",
  "404.15",
  "413",
  "414",
  "5xx",
  "500",
  "500-impersonation",
  "503",
  "other",
] as const;
export type Code = (typeof codes)[number];
export const code: Label = { name: "code", values: codes };

/** Reason phrases of HTTP.sys, as it writes them ("Error logging in HTTP Server API"). */
export const httpReasons = [
  "AppOffline",
  "AppShutdown",
  "BadRequest",
  "ConnLimit",
  "Connection_Abandoned_By_AppPool",
  "Connection_Abandoned_By_ReqQueue",
  "Connection_Dropped",
  "Connections_Refused",
  "EntityTooLarge",
  "FieldLength",
  "QueueFull",
  "RequestLength",
  "Timer_ConnectionIdle",
  "Timer_EntityBody",
  "Timer_ReqQueue",
  "Timer_Response",
  "URL_Length",
  "other",
] as const;
export const httpReason: Label = { name: "http_reason", values: httpReasons };

/** Who said it. The same fact is often told by several: choose one of them, do not add. */
export const tellers = [
  "policy-module",
  "registration-point",
  "connector",
  "ndes",
  "ca-security",
  "ca-application",
  "other",
] as const;
export type Teller = (typeof tellers)[number];
export const teller = (...values: readonly Teller[]): Label => ({ name: "teller", values });

export const verdict: Label = { name: "verdict", values: ["passed", "refused", "untold"] };
/** Events 16 to 18, 29 and 31 of NDES. */
export const refusal: Label = { name: "refusal", values: ["unreadable", "verify-refused", "issue-failed"] };
export const decision: Label = {
  name: "decision",
  values: ["received", "issued", "denied", "pending", "failed"],
};

/** Why a CA did not issue, by class of its result code. */
export const issueReasons = [
  "template-unsupported",
  "permission-denied",
  "ca-unreachable",
  "revocation-offline",
  "certificate-expired",
  "key-too-small",
  "subject-refused",
  "other",
] as const;
export const issueReason: Label = { name: "issue_reason", values: issueReasons };

export const steps = [
  "notified", // the policy module's Notify ended
  "notify-taken", // the registration point's Notify ended
  "queued", // a status file was written
  "entry", // the connector took one up into a batch
  "batch", // a batch was uploaded
  "completed",
  "retrying",
  "failed",
  "result", // Intune was told the final result
] as const;
export const step: Label = { name: "step", values: steps };
export const result: Label = { name: "result", values: ["ok", "failed", "untold"] };

export const hostEvents = [
  "service-started",
  "service-failed",
  "service-stopped",
  "pool-crashed",
  "pool-stopped",
  "worker-crashed",
  "web-event",
  "connector-started",
  "connector-stopped",
  "connector-event",
  "health",
] as const;
export const event: Label = { name: "event", values: hostEvents };

export const rejectReason: Label = { name: "reason", values: rejectReasons };

/** `connector`: the connector's own; `issued`: the last one that was issued, which a CA near its own end shortens. */
export const certificate: Label = { name: "certificate", values: ["connector", "issued"] };

/** Why a message on the bus is no shipment. */
export const messageReason: Label = { name: "message_reason", values: messageRejections };

/** Why a reader of the bus does not go on where it ended. */
export const resetReasons = [
  "retention", // what comes next was deleted before it was read
  "topic-anew", // other messages stand where the known ones were
  "other-topic", // the position is of another bus
  "missing", // the bus jumps over numbers
] as const;
export type ResetReason = (typeof resetReasons)[number];
export const resetReason: Label = { name: "reset_reason", values: resetReasons };

/** What became of a final request as a trace. */
export const traceFates = [
  "sent",
  "sent-before", // it came again with nothing new
  "not-sampled",
  "without-time", // no record of it has one
  "queue-full",
  "not-taken", // nobody took it, or it was refused, after all tries
] as const;
export type TraceFate = (typeof traceFates)[number];
/** Who is told of alerts. */
export const receivers = ["alertmanager", "webhook"] as const;
export type Receiver = (typeof receivers)[number];
export const receiver: Label = { name: "receiver", values: receivers };

/** What became of an attempt to tell of an alert. */
export const answers = [
  "taken",
  "refused", // said to be wrong: not tried again before it is repeated
  "not-taken", // no answer, or one that says later: tried again
] as const;
export type Answer = (typeof answers)[number];
export const answer: Label = { name: "answer", values: answers };

export const fate: Label = { name: "fate", values: traceFates };
