import type { LogRecord } from "./record.ts";

/** Whether its stamp names a day, in whatever zone: the time of a day alone says nothing of when a file begins or ends. */
export function isDated(record: LogRecord): record is LogRecord & { readonly at: number } {
  return record.at !== null && record.clock !== "time-of-day";
}
