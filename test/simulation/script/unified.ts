import type { EventLine } from "../pen.ts";
import { tellDecision } from "./issue.ts";
import { tellNdesEvent } from "./ndes-event.ts";
import { after } from "./request.ts";
import type { Telling } from "./request.ts";

/**
 * Inside of one PKIOperation call on a host with the unified connector: its events, on one thread, and the CA's.
 * Ids and their order are documented; the names of the EventData are not public: plausible ones are used.
 * Returns when NDES has its reply.
 */
export function tellUnified(telling: Telling, thread: number, from: number): number {
  const { course } = telling;
  const received = from + after(telling, "decode");
  if (course.verify === null) return tellUnreadable(telling, thread, received);
  tellEvent(telling, { id: 4003, at: received, thread });
  const verified = received + after(telling, "decrypt") + after(telling, "dispatch");
  if (!course.verify.passes) return tellRefusal(telling, thread, verified);
  tellEvent(telling, { id: 4004, at: verified, thread });
  const decided = tellDecision(telling, thread, verified);
  if (course.issue === null || course.report === null) return decided;
  if (!course.issue.passes && course.issue.caEvent === 4889) return decided;
  tellEvent(telling, { id: course.issue.passes ? 4006 : 4007, at: decided, thread });
  return tellReport(telling, thread, decided);
}

function tellUnreadable(telling: Telling, thread: number, at: number): number {
  const { ndesEvent } = telling.course.contact;
  if (ndesEvent !== null) tellNdesEvent(telling, { id: ndesEvent, at, thread });
  return at + 1;
}

function tellRefusal(telling: Telling, thread: number, at: number): number {
  const { verify } = telling.course;
  tellEvent(telling, { id: 4005, at, thread, error: verify?.unifiedError ?? "Unknown" });
  if (verify?.ndes29 === true) tellNdesEvent(telling, { id: 29, at: at + 1.5, thread });
  return at + 3;
}

/** Reporting is tried inside of the call; what fails is tried again later. Returns when NDES goes on. */
function tellReport(telling: Telling, thread: number, from: number): number {
  let at = from;
  let returned = from;
  for (const id of telling.course.report?.unified ?? []) {
    const retried = id !== 4009 && at !== from && telling.course.report?.unified[0] === 4009;
    at += retried ? 45_000 : after(telling, "note") + after(telling, "issue");
    tellEvent(telling, { id, at, thread });
    if (!retried) returned = at;
  }
  return returned + 0.5;
}

interface ConnectorEvent {
  readonly id: number;
  readonly at: number;
  readonly thread: number;
  /** ErrorCode of a refusal. */
  readonly error?: string;
}

const words = new Map([
  [4000, "ScrepRequestSuccess"],
  [4001, "ScepRequestIssuedFailure"],
  [4002, "ScepRequestUploadFailure"],
  [4003, "ScepRequestReceived"],
  [4004, "ScepVerifySuccess"],
  [4005, "ScepVerifyFailure"],
  [4006, "ScepIssuedSuccess"],
  [4007, "ScepIssuedFailure"],
  [4008, "ScepNotifySuccess"],
  [4009, "ScepNotifyAttemptFailed"],
  [4010, "ScepNotifySaveToDiskFailed"],
]);

const failures = new Set([4001, 4002, 4005, 4007, 4009, 4010]);

function tellEvent(telling: Telling, event: ConnectorEvent): void {
  const isAdmin = event.id <= 4002;
  const channel = `Microsoft-Intune-CertificateConnectors/${isAdmin ? "Admin" : "Operational"}`;
  const line: EventLine = {
    at: event.at,
    source: isAdmin ? "connector-admin" : "connector-operational",
    role: "connector",
    provider: "Microsoft-Intune-CertificateConnectors",
    guid: "",
    id: event.id,
    version: 0,
    level: failures.has(event.id) ? 2 : 4,
    channel,
    threadId: event.thread,
    activity: telling.host.plan.unifiedKeys === "thread" ? "" : telling.activity,
    userSid: "",
    fields: fieldsOf(telling, event),
    message: words.get(event.id) ?? "",
  };
  telling.pen.event(line);
}

function fieldsOf(telling: Telling, event: ConnectorEvent): readonly (readonly [string, string])[] {
  const { device, course } = telling;
  const named = telling.host.plan.unifiedKeys === "transaction";
  const keys = [
    ["TransactionId", device.transactionId],
    ["DeviceId", device.deviceId],
    ["UserId", device.userId],
  ] as const;
  const issued = [
    ["CertificateThumbprint", device.thumbprint],
    ["SerialNumber", telling.serial],
    ["IssuingCertificationAuthority", "Contoso Issuing CA"],
  ] as const;
  const hasCertificate = event.id === 4006 || event.id === 4008 || event.id === 4000;
  return [
    ...(named ? keys : []),
    ...(named && hasCertificate ? issued : []),
    ...(event.error === undefined ? [] : [["ErrorMessage", refusalText(telling, event.error)] as const]),
    ...(event.id === 4007 || event.id === 4001 ? [["HResult", course.issue?.hresult ?? "0x0"] as const] : []),
    ...(event.id === 4009 || event.id === 4002 ? [["ErrorCode", "0x80072ee2"] as const] : []),
    ...(event.id === 4010 ? [["ErrorCode", "0x80070005"] as const] : []),
  ];
}

/** The layout of errors in Microsoft's library for the validation API. */
function refusalText(telling: Telling, code: string): string {
  const { unifiedKeys } = telling.host.plan;
  const transaction = unifiedKeys === "transaction" ? telling.device.transactionId : "";
  const activity = unifiedKeys === "thread" ? "00000000-0000-0000-0000-000000000000" : telling.activity;
  return `ActivityId:${activity},TransactionId:${transaction},ErrorCode:${code},ErrorDescription:The request was not valid.`;
}
