import { firstPhase } from "../courses/success.ts";
import type { CrpLine, Status, Verify } from "../courses/index.ts";
import { tellCrash, tellWebFailure } from "./crash.ts";
import { tellDecision } from "./issue.ts";
import { tellNdesEvent } from "./ndes-event.ts";
import { after } from "./request.ts";
import type { Telling } from "./request.ts";

/**
 * Inside of one PKIOperation call on a host with the legacy connector: everything happens on one native thread.
 * Returns when NDES has its reply; infinity when it never has one.
 */
export function tellLegacy(telling: Telling, thread: number, from: number): number {
  const { course } = telling;
  if (course.verify === null) return tellUnreadable(telling, thread, from);
  const verified = tellVerify(telling, {
    thread,
    verify: course.verify,
    at: from + after(telling, "decode"),
  });
  if (course.crashes) return tellCrash(telling, verified);
  if (course.verify.ndes29) tellNdesEvent(telling, { id: 29, at: verified + 0.8, thread });
  if (!course.verify.passes) return verified + 1.5;
  const decided = tellDecision(telling, thread, verified);
  return course.report === null || course.issue === null ? decided : tellNotify(telling, thread, decided);
}

function tellUnreadable(telling: Telling, thread: number, from: number): number {
  const at = from + after(telling, "decode");
  const { ndesEvent } = telling.course.contact;
  if (ndesEvent !== null) tellNdesEvent(telling, { id: ndesEvent, at, thread });
  return at + 1;
}

function tellVerify(telling: Telling, run: { thread: number; verify: Verify; at: number }): number {
  const { thread, verify } = run;
  const { pen } = telling;
  const role = "plugin-verify";
  pen.plugin({ at: run.at, thread, text: "Calling VerifyRequest ...", role });
  const sent = run.at + after(telling, "prepare");
  pen.plugin({ at: sent, thread, text: "Sending request to certificate registration point.", role });
  let at = tellVerifyCall(telling, verify, sent);
  for (const text of verify.plugin) {
    pen.plugin({ at, thread, text, role, error: !verify.passes });
    at += 0.2;
  }
  if (verify.exit === null) return at;
  at += after(telling, "leave");
  pen.plugin({ at, thread, text: `Exiting VerifyRequest with ${verify.exit}`, role, error: !verify.passes });
  return at;
}

/** The call from the plug-in to the CRP. Returns when the plug-in has the answer. */
function tellVerifyCall(telling: Telling, verify: Verify, sent: number): number {
  if (verify.row === null) return sent + after(telling, "timeout");
  const begin = sent + after(telling, "connect");
  let at = begin + after(telling, "dispatch");
  if (verify.crp !== null) {
    const verdict = `VerifyRequest Finished with status ${verify.passes || verify.exit === null ? "True" : "False"}`;
    const lines = [line("VerifyRequest Started."), ...verify.crp, line(verdict)];
    at = tellCrp(telling, { at, lines, role: "crp-verify" });
  }
  const end = at + after(telling, "answer");
  call(telling, { begin, end, name: "VerifyRequest", role: "verify-call", status: verify.row });
  if (verify.row.status === 500) tellWebFailure(telling.host, end);
  return end + after(telling, "accept");
}

/** Returns when the plug-in has left Notify. */
function tellNotify(telling: Telling, thread: number, from: number): number {
  const { pen, course } = telling;
  const { report } = course;
  if (report === null) return from;
  const role = "plugin-notify";
  const bad = report.exit !== "0x0";
  pen.plugin({ at: from, thread, text: "Calling Notifyrequest ...", role });
  const sent = from + after(telling, "prepare");
  pen.plugin({ at: sent, thread, text: "Sending request to certificate registration point.", role });
  const begin = sent + after(telling, "connect");
  let at = begin + after(telling, "dispatch");
  if (!bad) at = tellCrp(telling, { at, lines: notifyLines(telling, report.drops), role: "crp-notify" });
  const end = at + after(telling, "answer");
  call(telling, { begin, end, name: "Notify", role: "notify-call", status: report.row });
  const left = end + after(telling, "accept") + after(telling, "leave");
  pen.plugin({ at: left, thread, text: `Exiting Notify with ${report.exit}`, role, error: bad });
  return left;
}

function notifyLines(telling: Telling, drops: boolean): readonly CrpLine[] {
  const { deviceId, userId } = telling.device;
  const drop =
    `Dropping file ${telling.fileName} for Certificate Request Status Data for User : ${userId}, ` +
    `Device : ${deviceId}`;
  return [
    line("Notify Started"),
    line("Retrieveing the CRP certificate"),
    ...firstPhase.slice(2).map(({ text }) => line(text)),
    ...(drops ? [line(drop), line("Successfully dropped file.")] : []),
    line("Notify Finished."),
  ];
}

/** One run of the CRP on one managed thread. Returns the time of its last record. */
function tellCrp(telling: Telling, run: { at: number; lines: readonly CrpLine[]; role: string }): number {
  const step = run.role === "crp-verify" ? "step" : "note";
  const times: number[] = [];
  let at = run.at;
  for (const { slow } of run.lines) {
    times.push(at);
    at += slow === true ? after(telling, "decrypt") : after(telling, step);
  }
  const last = times.at(-1) ?? run.at;
  const thread = telling.host.crpThreads.take(run.at, last + 0.1);
  for (const [index, { text, level }] of run.lines.entries()) {
    const moment = times[index] ?? last;
    telling.pen.crp({ at: moment, thread, text, role: run.role, error: level === "Error" });
    if (text.startsWith("Dropping file")) dropFile(telling, moment + 0.5);
  }
  return last;
}

function dropFile(telling: Telling, at: number): void {
  const { pen, course, fileName, device, host } = telling;
  const content = statusFile(telling);
  pen.status(at, fileName, { state: "Processing", content });
  const folder = course.report?.folder ?? "Succeed";
  if (folder === "Processing") return;
  const { userId, deviceId } = device;
  host.uploads.push({ readyAt: at, request: telling.id, name: fileName, userId, deviceId, folder, content });
}

function statusFile(telling: Telling): string {
  const { device } = telling;
  return (
    '<?xml version="1.0" encoding="utf-8"?>\r\n<CertificateRequestStatus>\r\n' +
    `  <UserID>${device.userId}</UserID>\r\n  <DeviceID>${device.deviceId}</DeviceID>\r\n` +
    `  <SubjectName>${device.subject}</SubjectName>\r\n  <CertificateSerialNumber>${telling.serial}</CertificateSerialNumber>\r\n` +
    `  <Thumbprint>${device.thumbprint}</Thumbprint>\r\n  <RequestStatus>Issued</RequestStatus>\r\n</CertificateRequestStatus>\r\n`
  );
}

const line = (text: string): CrpLine => ({ level: "Information", text });

interface PluginCall {
  readonly begin: number;
  readonly end: number;
  readonly name: "VerifyRequest" | "Notify";
  readonly role: string;
  readonly status: Status;
}

function call(telling: Telling, from: PluginCall): void {
  const stem = `/CertificateRegistrationSvc/Certificate/${from.name}`;
  const { begin, end, status } = from;
  const place = {
    method: "POST",
    stem,
    query: "-",
    client: "10.20.0.5",
    agent: "NDES_Plugin",
    forwardedFor: "-",
  };
  telling.pen.iis({ ...status, ...place, begin, end }, from.role);
}
