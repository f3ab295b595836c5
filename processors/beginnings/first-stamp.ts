import type { Format, Slice } from "../../collectors/contract/index.ts";
import type { ZoneOf } from "../observations/index.ts";
import { isDated, openReader } from "../records/index.ts";
import type { Found } from "../records/index.ts";

const headBytes = 8192;

/**
 * The first stamp in a slice, ms, for putting slices in order of event time; null when none shows. Not for binding: the cut of the slice may hide a record. A local
 * clock is moved as its records will be: one that is ahead of UTC would else come when what it belongs to is decided.
 */
export function firstStamp(slice: Slice, zoneOf: ZoneOf = unknown): number | null {
  const { format } = slice.file;
  // They are joined by name, whatever a copy made of their times: first they are known, then their requests come.
  if (format === "status-file") return null;
  const pattern = patterns.get(format);
  if (pattern === undefined) return readStamp(slice, zoneOf);
  const head = latin1(slice).match(pattern)?.[1];
  if (head === undefined) return null;
  const at = stampOf(head);
  return format === "omadm" ? moved(at, slice, zoneOf) : at;
}

function unknown(): null {
  return null;
}

function moved(at: number, { file }: Slice, zoneOf: ZoneOf): number {
  return at + (zoneOf(file, at)?.offsetMs ?? 0);
}

/** A stamp that stands at the begin of a line, or in an attribute. */
const patterns: ReadonlyMap<Format, RegExp> = new Map<Format, RegExp>([
  ["iis-w3c", /(?:^|\n)(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) /],
  ["httperr", /(?:^|\n)(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) /],
  ["svclog", /SystemTime="(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)/],
  ["event-xml", /SystemTime=["'](\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)/],
  ["omadm", /(?:^|\n)(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)/],
]);

function latin1(slice: Slice): string {
  const head = Buffer.from(
    slice.bytes.buffer,
    slice.bytes.byteOffset,
    Math.min(slice.bytes.length, headBytes),
  );
  return head.toString("latin1").replaceAll("\0", "");
}

/** `YYYY-MM-DD?HH:MM:SS` as UTC: days by the civil calendar, proleptic Gregorian. */
export function stampOf(text: string): number {
  const part = (from: number, to: number): number => Number(text.slice(from, to));
  const month = part(5, 7);
  const year = part(0, 4) - (month <= 2 ? 1 : 0);
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + part(8, 10) - 1;
  const days =
    year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) + dayOfYear - 719_468;
  return ((days * 24 + part(11, 13)) * 60 + part(14, 16)) * 60_000 + part(17, 19) * 1000;
}

/** Formats whose stamps need their reader. */
function readStamp(slice: Slice, zoneOf: ZoneOf): number | null {
  const found: Found = { records: [], rejected: [], regions: [] };
  const bytes = slice.file.format === "evtx" ? slice.bytes : slice.bytes.subarray(0, headBytes);
  const reader = openReader({ file: slice.file, offset: slice.offset, context: "" });
  reader.read(bytes, found);
  // The last line of a file may have no line end.
  if (slice.end && bytes.length === slice.bytes.length) reader.end(found);
  const first = found.records.find(isDated);
  if (first === undefined) return null;
  return first.clock === "local" ? moved(first.at, slice, zoneOf) : first.at;
}
