import type { Observation } from "../../contract/index.ts";
import type { Fragment, Role } from "../fragment.ts";
import type { Span } from "./span.ts";

/** A row of an access log as a span whose end is somewhere in its second. */
export interface Row {
  readonly observation: Observation;
  /** What its stamp says of its end. */
  readonly stamped: Span;
  /** What is certain of its end. */
  readonly span: Span;
  /** What is probable of its end: narrower, and never a ground for `exact`. */
  readonly likely: Span;
}

/** A row whose log has no `time-taken` can have begun any time; as a container it is taken to have lasted up to a minute. */
export function rowOf(observation: Observation): Row {
  const at = observation.at ?? 0;
  const ends = { endFrom: at, endTo: at + observation.resolutionMs };
  const lengthMs = observation.kind === "contact.pki-operation" ? longestMs : 0;
  const span: Span =
    observation.durationMs < 0
      ? { ...ends, lengthMs, open: true }
      : { ...ends, lengthMs: observation.durationMs };
  return { observation, stamped: { ...span }, span, likely: { ...span } };
}

const longestMs = 60_000;

export function rowFragment(role: Role, row: Row): Fragment {
  const { observation, span } = row;
  return {
    role,
    host: observation.host,
    start: span.endFrom - Math.max(0, observation.durationMs),
    end: span.endTo,
    observations: [observation],
    whole: true,
  };
}

/** The rows of each file, in the order in which they stand there. */
export function rowsByFile(rows: readonly Row[]): readonly (readonly Row[])[] {
  const files = new Map<string, Row[]>();
  for (const row of rows) {
    const file = files.get(row.observation.fileId);
    if (file === undefined) files.set(row.observation.fileId, [row]);
    else file.push(row);
  }
  return [...files.values()].map((file) => file.sort(byOffset));
}

function byOffset(a: Row, b: Row): number {
  return a.observation.offset - b.observation.offset;
}

/**
 * Rows are written in the order in which their calls ended: the end of a row lies behind the end of every row above it, and before that of every row below.
 * Carries the latest known beginning down and the earliest known ending up, within each file. Where the two cross, something around there is not in that
 * order, or was placed wrongly: those rows keep their bounds.
 */
export function narrowByOrder(files: readonly (readonly Row[])[], bounds: (row: Row) => Span): void {
  for (const file of files) narrowFile(file.map(bounds));
}

/** Clock ticks and delayed writes may swap neighbours by this much. */
const orderToleranceMs = 1;

function narrowFile(spans: readonly Span[]): void {
  const from = new Float64Array(spans.length);
  const to = new Float64Array(spans.length);
  let latest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < spans.length; index += 1) {
    const endFrom = spans[index]?.endFrom ?? latest;
    if (endFrom > latest) latest = endFrom;
    from[index] = Math.max(endFrom, latest - orderToleranceMs);
  }
  let earliest = Number.POSITIVE_INFINITY;
  for (let index = spans.length - 1; index >= 0; index -= 1) {
    const endTo = spans[index]?.endTo ?? earliest;
    if (endTo < earliest) earliest = endTo;
    to[index] = Math.min(endTo, earliest + orderToleranceMs);
  }
  let index = -1;
  for (const span of spans) {
    index += 1;
    const low = from[index] ?? span.endFrom;
    const high = to[index] ?? span.endTo;
    if (low > high + 2 * orderToleranceMs) continue;
    span.endFrom = Math.min(low, high);
    span.endTo = Math.max(low, high);
  }
}

/** Rows between the same two placed ones share their bounds; the k-th of n is likely about k/(n+1) of the way (order statistics of even arrivals). */
export function narrowByRank(files: readonly (readonly Row[])[]): void {
  for (const rows of files) {
    for (let first = 0; first < rows.length;) {
      let next = first + 1;
      while (next < rows.length && alike(rows[first], rows[next])) next += 1;
      if (next - first > 1) spread(rows.slice(first, next));
      first = next;
    }
  }
}

function alike(a: Row | undefined, b: Row | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return (
    Math.abs(a.likely.endFrom - b.likely.endFrom) <= alikeMs &&
    Math.abs(a.likely.endTo - b.likely.endTo) <= alikeMs
  );
}

const alikeMs = 1;
const deviations = 2;

function spread(rows: readonly Row[]): void {
  const count = rows.length;
  for (const [index, { likely }] of rows.entries()) {
    const rank = index + 1;
    const width = likely.endTo - likely.endFrom;
    const middle = likely.endFrom + (width * rank) / (count + 1);
    const reach = deviations * width * Math.sqrt((rank * (count - index)) / ((count + 1) ** 2 * (count + 2)));
    likely.endFrom = Math.max(likely.endFrom, middle - reach);
    likely.endTo = Math.min(likely.endTo, middle + reach);
  }
}
