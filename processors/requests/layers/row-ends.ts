import type { Observation } from "../../contract/index.ts";
import type { Fragment, Role } from "../fragment.ts";
import type { Span } from "./span.ts";

/** A row of an access log as a span whose end is somewhere in its second. */
export interface Row {
  readonly observation: Observation;
  readonly span: Span;
}

export function rowOf(observation: Observation): Row {
  const at = observation.at ?? 0;
  return { observation, span: { endFrom: at, endTo: at + observation.resolutionMs, lengthMs: Math.max(0, observation.durationMs) } };
}

export function rowFragment(role: Role, row: Row): Fragment {
  const { observation, span } = row;
  return { role, host: observation.host, start: span.endFrom - span.lengthMs, end: span.endTo, observations: [observation], whole: true };
}

/**
 * Rows are written in the order in which their calls ended: the end of a row lies behind the end of every row above it, and before that of every row below.
 * Carries the latest known beginning down and the earliest known ending up, within each file. Where the two cross, the file is not in that order (or a row was
 * placed wrongly) and its rows keep their bounds.
 */
export function narrowByOrder(rows: readonly Row[]): void {
  const files = new Map<string, Row[]>();
  for (const row of rows) {
    const file = files.get(row.observation.fileId);
    if (file === undefined) files.set(row.observation.fileId, [row]);
    else file.push(row);
  }
  for (const file of files.values()) narrowFile(file.sort((a, b) => a.observation.offset - b.observation.offset));
}

/** Clock ticks and delayed writes may swap neighbours by this much. */
const orderToleranceMs = 1;

function narrowFile(rows: readonly Row[]): void {
  const from = new Float64Array(rows.length);
  const to = new Float64Array(rows.length);
  let latest = Number.NEGATIVE_INFINITY;
  for (const [index, row] of rows.entries()) {
    latest = Math.max(latest, row.span.endFrom);
    from[index] = Math.max(row.span.endFrom, latest - orderToleranceMs);
  }
  let earliest = Number.POSITIVE_INFINITY;
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    earliest = Math.min(earliest, rows[index]?.span.endTo ?? earliest);
    to[index] = Math.min(rows[index]?.span.endTo ?? earliest, earliest + orderToleranceMs);
  }
  if (from.some((bound, index) => bound > (to[index] ?? bound) + 2 * orderToleranceMs)) return;
  for (const [index, row] of rows.entries()) {
    row.span.endFrom = Math.min(from[index] ?? row.span.endFrom, to[index] ?? row.span.endTo);
    row.span.endTo = Math.max(to[index] ?? row.span.endTo, row.span.endFrom);
  }
}
