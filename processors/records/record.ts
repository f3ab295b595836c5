/**
 * One log entry as its writer wrote it, with its byte range in the original file. No meaning is read into it here.
 *
 * `at` is in milliseconds since the epoch, fractions kept (a double holds about 0.2 µs). What it means depends on `clock`:
 * - `utc`: the stamp is UTC, or carried an offset that was applied;
 * - `local`: the stamp is a wall clock without a zone; `at` reads it *as if* it were UTC;
 * - `time-of-day`: no date; `at` is the time of day in UTC, 0 to 86,400,000 (an offset was applied);
 * - `none`: no stamp; `at` is null.
 *
 * A string may be a slice of all the text that was read with it: who keeps a record, or a part of it, for longer than
 * one batch keeps that whole text alive, unless it makes a copy.
 */
export type Clock = "utc" | "local" | "time-of-day" | "none";

interface Entry {
  /** Bytes from the start of the original file. */
  readonly offset: number;
  /** Bytes; the line end belongs to the record. */
  readonly length: number;
  readonly at: number | null;
  readonly clock: Clock;
}

/** A row of an IIS access log. Absent values (`-`, or a column that is not logged) are `""` or -1. */
export interface IisRecord extends Entry {
  readonly format: "iis-w3c";
  readonly method: string;
  readonly stem: string;
  readonly query: string;
  readonly clientIp: string;
  /** As logged: `+` stands for a blank. */
  readonly userAgent: string;
  /** The address in a forwarding column (X-Forwarded-For or the like, whatever its name), else `""`. */
  readonly forwardedFor: string;
  readonly status: number;
  readonly substatus: number;
  /** Unsigned: an HRESULT appears as 2148204809. */
  readonly win32: number;
  readonly timeTakenMs: number;
  /** Names of the columns, as in the active `#Fields`; shared by all rows under one header. */
  readonly columns: readonly string[];
  /** The row without its line end; column i is the i-th word. */
  readonly row: string;
}

/** A row of an HTTP.sys error log. */
export interface HttpErrRecord extends Entry {
  readonly format: "httperr";
  readonly method: string;
  /** Path and query in one, cut by the writer at 4,096 bytes. */
  readonly uri: string;
  readonly clientIp: string;
  readonly clientPort: number;
  readonly status: number;
  readonly reason: string;
  readonly queue: string;
  readonly columns: readonly string[];
  readonly row: string;
}

/** An entry of a ConfigMgr log: CMTrace (`ccm`), the server form (`server`), or a bare line (`bare`, no stamp). */
export interface CmtraceRecord extends Entry {
  readonly format: "cmtrace";
  readonly form: "ccm" | "server" | "bare";
  readonly text: string;
  readonly component: string;
  /** 1 info, 2 warning, 3 error, 0 not told. */
  readonly severity: number;
  /** Native thread id, decimal; `""` not told. */
  readonly thread: string;
  /** `name.cpp:123`, `""` not told. */
  readonly source: string;
}

/** One E2ETraceEvent of a service trace. */
export interface SvclogRecord extends Entry {
  readonly format: "svclog";
  readonly eventId: string;
  /** `SubType/@Name`: Critical, Error, Warning, Information, Verbose, Start, Stop, Suspend, Resume, Transfer. */
  readonly level: string;
  readonly source: string;
  /** Lower case, no braces; `""` when absent or all zero. */
  readonly activityId: string;
  readonly relatedActivityId: string;
  readonly process: string;
  readonly processId: string;
  /** Managed thread id: not comparable with a native one. */
  readonly thread: string;
  readonly computer: string;
  /** ApplicationData as plain text; a nested TraceRecord is flattened to its text parts, one a line. */
  readonly text: string;
}

/** A Windows event, from an .evtx or an XML export: both give the same record. */
export interface EventRecord extends Entry {
  readonly format: "evtx" | "event-xml";
  readonly provider: string;
  readonly eventId: number;
  readonly channel: string;
  readonly computer: string;
  /** 1 critical, 2 error, 3 warning, 4 information, 5 verbose, 0 always. */
  readonly level: number;
  readonly recordId: string;
  readonly processId: string;
  /** Native thread id. */
  readonly thread: string;
  /** Lower case, no braces; `""` when absent or all zero. */
  readonly activityId: string;
  readonly userId: string;
  /** Name and value of each EventData or UserData leaf, in order; the name is `""` where the writer gave none. */
  readonly values: readonly (readonly [name: string, value: string])[];
  /** The rendered text where the export holds it, else `""`. */
  readonly message: string;
}

/** One status file of the connector's upload queue, whole. `at` is its last change. */
export interface StatusRecord extends Entry {
  readonly format: "status-file";
  /** The folder is the state. */
  readonly folder: "processing" | "succeed" | "failed" | "unknown";
  readonly fileName: string;
  /** What could be read from XML elements and attributes, JSON members, `key=value` or `key: value`, in order. */
  readonly values: readonly (readonly [name: string, value: string])[];
}

/** A line of Android's OMADM.log; following lines without a stamp belong to it. */
export interface OmadmRecord extends Entry {
  readonly format: "omadm";
  readonly level: string;
  /** Full Java class name. */
  readonly source: string;
  readonly processId: string;
  readonly thread: string;
  readonly text: string;
}

/** A line of an Apple console. */
export interface ConsoleRecord extends Entry {
  readonly format: "console";
  readonly level: string;
  readonly process: string;
  readonly text: string;
}

/** A line without a known grammar; `at` where it begins with something that is clearly a stamp. */
export interface TextRecord extends Entry {
  readonly format: "text";
  readonly text: string;
}

export type LogRecord =
  | IisRecord
  | HttpErrRecord
  | CmtraceRecord
  | SvclogRecord
  | EventRecord
  | StatusRecord
  | OmadmRecord
  | ConsoleRecord
  | TextRecord;
