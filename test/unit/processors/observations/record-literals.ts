import type { SourceFile } from "../../../../collectors/contract/index.ts";
import type { Observation } from "../../../../processors/contract/index.ts";
import { observe } from "../../../../processors/observations/index.ts";
import type { ObserveContext } from "../../../../processors/observations/index.ts";
import type {
  CmtraceRecord,
  ConsoleRecord,
  EventRecord,
  HttpErrRecord,
  IisRecord,
  LogRecord,
  OmadmRecord,
  StatusRecord,
  SvclogRecord,
} from "../../../../processors/records/index.ts";

/** A file of the host ndes01.contoso.test; the parts that a test does not name have plain values. */
export function contextOf(path: string, zone: ObserveContext["zone"] = null): ObserveContext {
  const file: SourceFile = {
    id: "f1",
    host: "ndes01",
    path,
    format: "text",
    encoding: "utf-8",
    modifiedAt: null,
  };
  return { file, host: "ndes01.contoso.test", zone };
}

export function observeAll(record: LogRecord, context: ObserveContext = contextOf("x.log")): Observation[] {
  const out: Observation[] = [];
  observe(record, context, out);
  return out;
}

/** The one observation that a record gives. */
export function observeOne(record: LogRecord, context: ObserveContext = contextOf("x.log")): Observation {
  const [first, ...rest] = observeAll(record, context);
  if (first === undefined || rest.length > 0) throw new Error("expected exactly one observation");
  return first;
}

/** `type=value` for each key, in order. */
export function keysOf(observation: Observation): string[] {
  return observation.keys.map((key) => `${key.type}=${key.value}`);
}

const entry = { offset: 100, length: 50, at: 1_790_000_000_123, clock: "utc" } as const;

export function iis(more: Partial<IisRecord>): IisRecord {
  return {
    ...entry,
    at: 1_790_000_000_000,
    format: "iis-w3c",
    method: "GET",
    stem: "/certsrv/mscep/mscep.dll",
    query: "",
    clientIp: "10.9.8.7",
    userAgent: "",
    forwardedFor: "",
    status: 200,
    substatus: 0,
    win32: 0,
    timeTakenMs: 31,
    columns: ["date", "time", "cs-method", "cs-uri-stem", "cs-uri-query"],
    row: "",
    ...more,
  };
}

export function httpErr(more: Partial<HttpErrRecord>): HttpErrRecord {
  return {
    ...entry,
    format: "httperr",
    method: "GET",
    uri: "-",
    clientIp: "10.9.8.7",
    clientPort: 50_123,
    status: 503,
    reason: "AppOffline",
    queue: "SCEP",
    columns: [],
    row: "",
    ...more,
  };
}

export function cmtrace(text: string, more: Partial<CmtraceRecord> = {}): CmtraceRecord {
  return {
    ...entry,
    format: "cmtrace",
    form: "ccm",
    text,
    component: "NDESPlugin",
    severity: 1,
    thread: "5120",
    source: "",
    ...more,
  };
}

export function svclog(text: string, more: Partial<SvclogRecord> = {}): SvclogRecord {
  return {
    ...entry,
    format: "svclog",
    eventId: "0",
    level: "Information",
    source: "CertificateRegistrationPoint",
    activityId: "",
    relatedActivityId: "",
    process: "w3wp",
    processId: "4711",
    thread: "12",
    computer: "NDES01",
    text,
    ...more,
  };
}

export function event(provider: string, eventId: number, more: Partial<EventRecord> = {}): EventRecord {
  return {
    ...entry,
    format: "evtx",
    provider,
    eventId,
    channel: "Application",
    computer: "NDES01.contoso.test",
    level: 4,
    recordId: "1",
    processId: "900",
    thread: "44",
    activityId: "",
    userId: "",
    values: [],
    message: "",
    ...more,
  };
}

export function statusFile(more: Partial<StatusRecord>): StatusRecord {
  return { ...entry, format: "status-file", folder: "processing", fileName: "a.CRS", values: [], ...more };
}

export function omadm(text: string, more: Partial<OmadmRecord> = {}): OmadmRecord {
  return {
    ...entry,
    format: "omadm",
    clock: "local",
    level: "VERB",
    source: "com.microsoft.omadm.platforms.android.certmgr.CertificateEnrollmentManager",
    processId: "18000",
    thread: "10",
    text,
    ...more,
  };
}

export function consoleLine(text: string, more: Partial<ConsoleRecord> = {}): ConsoleRecord {
  return {
    ...entry,
    format: "console",
    clock: "time-of-day",
    at: 5000,
    level: "debug",
    process: "profiled",
    text,
    ...more,
  };
}
