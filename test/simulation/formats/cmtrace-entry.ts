import { momentOf, timeOf } from "../clock.ts";

/**
 * `<![LOG[text]LOG]!><time="HH:MM:SS.mmm+bias" date="MM-DD-YYYY" component="…" context="" type="n" thread="n" file="…">`
 * The time is local; UTC = local + bias. Milliseconds are truncated. Source: Configuration Manager client logging.
 */
export interface TraceEntry {
  readonly stamp: number;
  /** Windows bias in minutes: UTC = local + bias. */
  readonly biasMinutes: number;
  readonly thread: number;
  readonly text: string;
  /** 1 information, 2 warning, 3 error. */
  readonly type: 1 | 2 | 3;
}

export function traceEntry(entry: TraceEntry): string {
  const local = momentOf(entry.stamp - entry.biasMinutes * 60_000);
  const sign = entry.biasMinutes < 0 ? "-" : "+";
  const bias = `${sign}${String(Math.abs(entry.biasMinutes)).padStart(3, "0")}`;
  return (
    `<![LOG[${entry.text}]LOG]!><time="${timeOf(local)}.${local.fraction.slice(0, 3)}${bias}" ` +
    `date="${local.month}-${local.day}-${local.year}" component="NDESPlugin" context="" type="${entry.type}" ` +
    `thread="${entry.thread}" file="ndesplugin.cpp:${200 + (entry.text.length % 400)}">`
  );
}
