import type { Observation } from "../../contract/index.ts";
import type { Fragment, Role } from "../fragment.ts";
import type { Span } from "./span.ts";

/** A row of an access log as a span whose end is somewhere in its second. */
export interface Row {
  readonly observation: Observation;
  /** What is certain of its end. */
  readonly span: Span;
  /** What is probable of its end: narrower, and never a ground for `exact`. */
  readonly likely: Span;
}

export function rowOf(observation: Observation): Row {
  const at = observation.at ?? 0;
  const span = { endFrom: at, endTo: at + observation.resolutionMs, lengthMs: Math.max(0, observation.durationMs) };
  return { observation, span, likely: { ...span } };
}

export function rowFragment(role: Role, row: Row): Fragment {
  const { observation, span } = row;
  return { role, host: observation.host, start: span.endFrom - span.lengthMs, end: span.endTo, observations: [observation], whole: true };
}

/**
 * Rows are written in the order in which their calls ended: the end of a row lies behind the end of every row above it, and before that of every row below.
 * Carries the latest known beginning down and the earliest known ending up, within each file. Where the two cross, something around there is not in that
 * order, or was placed wrongly: those rows keep their bounds.
 */
export function narrowByOrder(rows: readonly Row[], bounds: (row: Row) => Span): void {
  const files = new Map<string, Row[]>();
  for (const row of rows) {
    const file = files.get(row.observation.fileId);
    if (file === undefined) files.set(row.observation.fileId, [row]);
    else file.push(row);
  }
  for (const file of files.values()) {
    narrowFile(file.sort((a, b) => a.observation.offset - b.observation.offset).map((row) => bounds(row)));
  }
}

/** Clock ticks and delayed writes may swap neighbours by this much. */
const orderToleranceMs = 1;

function narrowFile(spans: readonly Span[]): void {
  const from = new Float64Array(spans.length);
  const to = new Float64Array(spans.length);
  let latest = Number.NEGATIVE_INFINITY;
  for (const [index, span] of spans.entries()) {
    latest = Math.max(latest, span.endFrom);
    from[index] = Math.max(span.endFrom, latest - orderToleranceMs);
  }
  let earliest = Number.POSITIVE_INFINITY;
  for (let index = spans.length - 1; index >= 0; index -= 1) {
    earliest = Math.min(earliest, spans[index]?.endTo ?? earliest);
    to[index] = Math.min(spans[index]?.endTo ?? earliest, earliest + orderToleranceMs);
  }
  for (const [index, span] of spans.entries()) {
    const low = from[index] ?? span.endFrom;
    const high = to[index] ?? span.endTo;
    if (low > high + 2 * orderToleranceMs) continue;
    span.endFrom = Math.min(low, high);
    span.endTo = Math.max(low, high);
  }
}
