import type { Facts, Key, Kind, Observation, Stage, TimeTrust, Writer } from "../contract/index.ts";
import { copyText } from "../records/index.ts";
import type { LogRecord } from "../records/index.ts";
import { internText } from "./kept-text.ts";
import type { ObserveContext } from "./observe-context.ts";

/** What a record says, before it is tied to its place and time. Often a constant shared by all records of one text. */
export interface Saying {
  readonly writer: Writer;
  readonly kind: Kind;
  readonly stage: Stage | 0;
  readonly outcome: Observation["outcome"];
  readonly keys: readonly Key[];
  readonly facts: Facts;
}

/**
 * The only maker of observations: all have the same properties in the same order, so that the code that reads millions
 * of them stays fast.
 */
export function toObservation(record: LogRecord, context: ObserveContext, saying: Saying): Observation {
  const trust = trustOf(record, context);
  return {
    host: context.host,
    writer: saying.writer,
    kind: saying.kind,
    stage: saying.stage,
    outcome: saying.outcome,
    at: timeOf(record, context, trust),
    resolutionMs: resolutionOf(record),
    trust,
    durationMs: record.format === "iis-w3c" ? record.timeTakenMs : -1,
    thread: threadOf(record),
    keys: keysOf(record, saying.keys),
    facts: saying.facts,
    fileId: context.file.id,
    offset: small(record.offset),
    length: small(record.length),
  };
}

/** V8 keeps a whole number in the object itself once it is one of 32 bits; else it takes 16 bytes of its own. Millions of observations wait in memory. */
function small(value: number): number {
  return value <= 0x7fff_ffff ? value | 0 : value;
}

export const noKeys: readonly Key[] = [];
export const noFacts: Facts = {};

/** A list that has grown has room for 17, and most hold two or three. Those of service traces are shared by a whole call. */
function keysOf(record: LogRecord, keys: readonly Key[]): readonly Key[] {
  if (keys.length === 0) return noKeys;
  return record.format === "svclog" ? keys : keys.slice();
}

export function trustOf(record: LogRecord, context: ObserveContext): TimeTrust {
  if (record.clock === "time-of-day") return "time-of-day";
  if (record.at === null || record.clock === "none") return "none";
  if (record.clock === "utc") return "utc";
  return context.zone === null ? "zone-unknown" : context.zone.trust;
}

/** A time of day has no day: it stays out of `at`, which counts from 1970. */
export function timeOf(record: LogRecord, context: ObserveContext, trust: TimeTrust): number | null {
  if (trust === "none" || trust === "time-of-day" || record.at === null) return null;
  return record.clock === "local" && context.zone !== null ? record.at + context.zone.offsetMs : record.at;
}

/**
 * IIS and HTTP.sys stamp whole seconds, CMTrace milliseconds, .NET and Windows events 100 ns. An archive keeps times of
 * files in steps of two seconds; other sources tell by their own precision.
 */
function resolutionOf(record: LogRecord): number {
  switch (record.format) {
    case "iis-w3c":
    case "httperr":
      return 1000;
    case "cmtrace":
      return 1;
    case "status-file":
      return isWholeSecond(record.at) ? 2000 : 1;
    case "console":
    case "text":
      return isWholeSecond(record.at) ? 1000 : 0;
    default:
      return 0;
  }
}

function isWholeSecond(at: number | null): boolean {
  return at !== null && at % 1000 === 0;
}

/** Managed and native threads are numbered per process, so the process goes with them where it is told. */
function threadOf(record: LogRecord): string {
  switch (record.format) {
    case "cmtrace":
      return record.thread;
    case "svclog":
    case "evtx":
    case "event-xml":
    case "omadm":
      return record.thread === "" ? "" : threadName(record.processId, record.thread);
    default:
      return "";
  }
}

/** Hosts have few threads and write many records on each: a name is looked up by the short number before it is put together. */
function threadName(processId: string, thread: string): string {
  const known = threadNames.get(thread);
  if (known?.processId === processId) return known.name;
  const name = internText(`${processId}/${thread}`);
  if (threadNames.size >= threadNamesMax) threadNames.clear();
  threadNames.set(copyText(thread), { processId: copyText(processId), name });
  return name;
}

/** A cache and nothing else: what is in it never changes a result. */
const threadNames = new Map<string, { readonly processId: string; readonly name: string }>();
const threadNamesMax = 1024;
