import type { LogRecord } from "../records/index.ts";

/** The host that a record itself names, lower case, or `""`. It wins over the name of a folder. */
export function hostOf(record: LogRecord): string {
  const named =
    record.format === "svclog" || record.format === "evtx" || record.format === "event-xml"
      ? record.computer
      : "";
  return hostName.test(named) ? named.toLowerCase() : "";
}

/** A name as DNS or NetBIOS allows it; an authors' `XXXX` or `-` is none. */
const hostName = /^(?!x+$)[a-z0-9_](?:[a-z0-9_.-]{0,253}[a-z0-9_])?$/i;
