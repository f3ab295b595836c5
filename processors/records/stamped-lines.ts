import { trimmedEnd } from "./ascii-trim.ts";
import type { RejectReason } from "../contract/index.ts";
import { decodeValue } from "./decode-value.ts";
import { type Range, region, reject, rejectIfTooLong } from "./emit.ts";
import type { Grammar, Stretch } from "./grammar.ts";
import type { Found, Region } from "./reader.ts";
import type { LogRecord } from "./record.ts";

/** A format of lines in which a line that does not begin like an entry belongs to the entry above it. */
export interface LineFormat {
  /** Whether an entry begins with this line; it sees at most `headCharsMax` characters of it, still as bytes. */
  begins(head: string): boolean;
  /** The record of an entry, decoded, without its last line end; its lines end with LF. */
  parse(entry: string, place: EntryPlace): LogRecord | RejectReason;
  /** What lines in front of the first entry are, when they are no record that went wrong. */
  preamble?(text: string): Region["name"] | null;
}

export interface EntryPlace {
  readonly offset: number;
  readonly length: number;
}

export const headCharsMax: number = 256;

/** The grammar of such a format: an entry ends where the next begins. */
export function stampedLinesGrammar(format: LineFormat): Grammar {
  return {
    scan: (stretch, found) => scan(format, stretch, found),
    skipper: () => (text, closed) => entryEnd(format, { text, closed }, 0),
    lookahead: headCharsMax + 1,
    markMax: headCharsMax + 1,
    context: () => "",
  };
}

function scan(format: LineFormat, stretch: Stretch, found: Found): number {
  let from = 0;
  while (from < stretch.text.length) {
    const to = entryEnd(format, stretch, from);
    if (to < 0) return from;
    emit(format, stretch, { from, to }, found);
    from = to;
  }
  return from;
}

/** Index of the line that begins the next entry, -1 when it is not in sight. */
function entryEnd(format: LineFormat, stretch: Pick<Stretch, "text" | "closed">, from: number): number {
  const { text, closed } = stretch;
  for (let feed = text.indexOf("\n", from); feed >= 0;) {
    const line = feed + 1;
    const next = text.indexOf("\n", line);
    const known = closed || next >= 0 || text.length - line >= headCharsMax;
    if (!known) return -1;
    const lineEnd = next < 0 ? text.length : next;
    if (format.begins(headOf(text.slice(line, lineEnd)))) return line;
    feed = next;
  }
  return closed ? text.length : -1;
}

function headOf(line: string): string {
  return trimmedEnd(line.slice(0, headCharsMax));
}

function emit(format: LineFormat, stretch: Stretch, range: Range, found: Found): void {
  if (rejectIfTooLong(found, stretch, range)) return;
  const raw = trimmedEnd(stretch.text.slice(range.from, range.to)).replaceAll("\r\n", "\n");
  const entry = stretch.encoded ? decodeValue(raw) : raw;
  if (raw === "") {
    region(found, stretch, range, "blank");
    return;
  }
  if (!format.begins(headOf(firstLineOf(raw)))) {
    const name = format.preamble?.(entry) ?? null;
    if (name === null) reject(found, stretch, range, "record.malformed");
    else region(found, stretch, range, name);
    return;
  }
  const length = (range.to - range.from) * stretch.unit;
  const outcome = format.parse(entry, { offset: stretch.offset + range.from * stretch.unit, length });
  if (typeof outcome === "string") reject(found, stretch, range, outcome);
  else found.records.push(outcome);
}

function firstLineOf(entry: string): string {
  const feed = entry.indexOf("\n");
  return feed < 0 ? entry : entry.slice(0, feed);
}
