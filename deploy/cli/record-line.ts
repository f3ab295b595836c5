import { isoTime, withoutMessage } from "../../processors/contract/index.ts";
import { fieldsOf } from "../../processors/index.ts";
import type { Field, LogRecord, Rejected } from "../../processors/index.ts";

/**
 * `{path, offset, length, format, at, fields}` as a line of JSON. `path` is given as JSON already. Of SCEP messages only the length is told.
 * Characters that a terminal would obey are escaped by the caller, for many lines at once.
 */
export function recordLine(path: string, record: LogRecord): string {
  const { offset, length, format } = record;
  const head = `{"path":${path},"offset":${offset},"length":${length},"format":"${format}","at":${stamp(record)}`;
  const isRow = format === "iis-w3c" || format === "httperr";
  const fields = isRow && isPlain(record.row) ? rowObject(record.columns, record.row) : null;
  return `${head},"fields":${fields === null ? fieldsObject(shownFields(record)) : withoutMessage(fields)}}`;
}

/** `{path, offset, length, rejected}`. */
export function rejectedLine(path: string, { offset, length, reason }: Rejected): string {
  return `{"path":${path},"offset":${offset},"length":${length},"rejected":"${reason}"}`;
}

/** A clock without a zone is printed as it stands, without `Z`; a clock without a date as a time of day. */
function stamp({ at, clock }: LogRecord): string {
  if (at === null) return "null";
  switch (clock) {
    case "utc":
      return `"${isoTime(at)}"`;
    case "local":
      return `"${isoTime(at).slice(0, -1)}"`;
    case "time-of-day":
      return `"${isoTime(at).slice(11)}"`;
    case "none":
      return "null";
  }
}

function shownFields(record: LogRecord): readonly Field[] {
  return fieldsOf(record).map(([name, value]) => [name, withoutMessage(value)]);
}

/** Nothing in it needs an escape in JSON: true of nearly all rows, and it saves looking at each value. */
function isPlain(row: string): boolean {
  return !/["\\\0-\x1F\uD800-\uDFFF]/.test(row);
}

/** The same as `fieldsObject(fieldsOf(record))` in a third of the time; null when a name comes twice. */
function rowObject(columns: readonly string[], row: string): string | null {
  const names = memberStarts(columns);
  if (names === null) return null;
  let json = "";
  let from = 0;
  for (const name of names) {
    if (from > row.length) break;
    const blank = row.indexOf(" ", from);
    const to = blank < 0 ? row.length : blank;
    if (to > from) json += `${json === "" ? "" : ","}${name}${row.slice(from, to)}"`;
    from = to + 1;
  }
  return `{${json}}`;
}

/** `"name":"` for each column; all rows under one header hold the same list of names. */
function memberStarts(columns: readonly string[]): readonly string[] | null {
  const known = startsOfColumns.get(columns);
  if (known !== undefined) return known;
  const starts =
    new Set(columns).size < columns.length ? null : columns.map((name) => `${JSON.stringify(name)}:"`);
  startsOfColumns.set(columns, starts);
  return starts;
}

const startsOfColumns = new WeakMap<readonly string[], readonly string[] | null>();

/** Written as text, so that no name from a log becomes a property of an object of ours. A name that comes again makes a list. */
function fieldsObject(fields: readonly Field[]): string {
  let json = "";
  const seen = new Set<string>();
  for (const [name, value] of fields) {
    if (seen.has(name)) return listedObject(fields);
    seen.add(name);
    json += `${json === "" ? "" : ","}${quotedName(name)}:${JSON.stringify(value)}`;
  }
  return `{${json}}`;
}

function listedObject(fields: readonly Field[]): string {
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), JSON.stringify(value)]);
  const members = [...values].map(
    ([name, list]) => `${quotedName(name)}:${list.length > 1 ? `[${list.join(",")}]` : list[0]}`,
  );
  return `{${members.join(",")}}`;
}

/** Names repeat from record to record; those of the files seen so far are kept quoted. */
function quotedName(name: string): string {
  const known = quotedNames.get(name);
  if (known !== undefined) return known;
  const quoted = JSON.stringify(name);
  if (quotedNames.size < quotedNamesMax) quotedNames.set(name, quoted);
  return quoted;
}

const quotedNames = new Map<string, string>();
const quotedNamesMax = 1000;
