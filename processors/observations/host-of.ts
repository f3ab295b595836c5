import type { LogRecord } from "../records/index.ts";

/** The host that a record itself names, lower case, or `""`. It wins over the name of a folder. */
export function hostOf(record: LogRecord): string {
  const named = computerOf(record);
  return hostName.test(named) ? named.toLowerCase() : "";
}

/** The same as it is written: maybe no name at all. */
export function computerOf(record: LogRecord): string {
  switch (record.format) {
    case "svclog":
    case "evtx":
    case "event-xml":
      return record.computer;
    default:
      return "";
  }
}

/** A name as DNS or NetBIOS allows it; an authors' `XXXX` or `-` is none. */
const hostName = /^(?!x+$)[a-z0-9_](?:[a-z0-9_.-]{0,253}[a-z0-9_])?$/i;
