import { trimmed, trimmedEnd } from "../ascii-trim.ts";
import type { RejectReason } from "../../contract/index.ts";
import { type Range, region, reject, rejectIfTooLong } from "../emit.ts";
import type { Grammar, Stretch } from "../grammar.ts";
import type { Found, ReaderStart } from "../reader.ts";
import type { LogRecord } from "../record.ts";
import { type Columns, fieldsMark, parseColumns } from "./columns.ts";
import { codesOf, noWords, splitWords, type Words } from "./words.ts";

/** Makes a record of the words of a row under one header, or says why not. */
export type RowReader = (words: Words, place: Place) => LogRecord | RejectReason;

/** Where a row stands: bytes in the file, and the row without its line end. */
export interface Place {
  offset: number;
  length: number;
  row: string;
}

/**
 * W3C Extended Log File Format as HTTP.sys writes it (W3C WD-logfile, Microsoft "W3C Logging"):
 *
 *     file      = *( directive | row )
 *     directive = "#" name ":" text EOL      Software, Version, Date, Fields; again after a restart or 15 quiet minutes
 *     row       = word *( " " word ) [ " " ] EOL
 *     word      = one or more characters, no blank; "-" for an absent value
 *     EOL       = CR LF | LF
 *
 * The words of a row mean what the last `#Fields` above it says; without one they mean nothing and are rejected.
 */
export function w3cGrammar(start: ReaderStart, rowReader: (columns: Columns) => RowReader): Grammar {
  const state: State = {
    columns: null,
    readRow: null,
    words: noWords(),
    place: { offset: 0, length: 0, row: "" },
  };
  const setColumns = (line: string): void => {
    state.columns = parseColumns(line);
    state.readRow = rowReader(state.columns);
  };
  if (start.context.startsWith(fieldsMark)) setColumns(start.context);
  return {
    scan: (stretch, found) => scan(state, setColumns, stretch, found),
    skipper: () => (text) => text.indexOf("\n") + 1 || -1,
    lookahead: 0,
    markMax: 0,
    context: () => state.columns?.line ?? "",
  };
}

interface State {
  columns: Columns | null;
  readRow: RowReader | null;
  readonly words: Words;
  readonly place: Place;
}

type SetColumns = (line: string) => void;

function scan(state: State, setColumns: SetColumns, stretch: Stretch, found: Found): number {
  lendTo(state.words, stretch.text, codesOf(stretch.text, stretch.unit));
  const end = scanLines(state, setColumns, stretch, found);
  // An idle file must not keep the text that was read last.
  lendTo(state.words, "", new Uint8Array(0));
  return end;
}

function lendTo(words: Words, text: string, codes: Uint8Array): void {
  words.text = text;
  words.codes = codes;
}

function scanLines(state: State, setColumns: SetColumns, stretch: Stretch, found: Found): number {
  const { text } = stretch;
  let from = 0;
  while (from < text.length) {
    const first = state.words.codes[from];
    let to: number;
    if (first === hash) to = scanDirective(setColumns, stretch, from, found);
    else if (first === lineFeed || first === carriageReturn) to = scanBlank(stretch, from, found);
    else to = scanRow(state, setColumns, stretch, from, found);
    if (to < 0) return from;
    from = to;
  }
  return from;
}

/** Index behind the line end; the end of the text when closed; -1 when the line is unfinished. */
function lineEnd(stretch: Stretch, from: number): number {
  const feed = stretch.text.indexOf("\n", from);
  if (feed >= 0) return feed + 1;
  return stretch.closed ? stretch.text.length : -1;
}

function scanDirective(setColumns: SetColumns, stretch: Stretch, from: number, found: Found): number {
  const to = lineEnd(stretch, from);
  if (to < 0 || rejectIfTooLong(found, stretch, { from, to })) return to;
  region(found, stretch, { from, to }, "directive");
  if (stretch.text.startsWith(fieldsMark, from)) setColumns(trimmedEnd(stretch.text.slice(from, to)));
  return to;
}

/** One line end; what else stands on a line that begins with CR makes it a row, which then fits no header. */
function scanBlank(stretch: Stretch, from: number, found: Found): number {
  const to = lineEnd(stretch, from);
  if (to < 0 || rejectIfTooLong(found, stretch, { from, to })) return to;
  const blank = trimmed(stretch.text.slice(from, to)) === "";
  if (blank) region(found, stretch, { from, to }, "blank");
  else reject(found, stretch, { from, to }, "record.malformed");
  return to;
}

function scanRow(state: State, setColumns: SetColumns, stretch: Stretch, from: number, found: Found): number {
  const { words, place } = state;
  const end = splitWords(words, from);
  const finished = end < words.codes.length;
  if (!finished && !stretch.closed) return -1;
  const to = finished ? end + 1 : end;
  if (rejectIfTooLong(found, stretch, { from, to })) return to;
  words.encoded &&= stretch.encoded;
  place.offset = stretch.offset + from * stretch.unit;
  place.length = (to - from) * stretch.unit;
  place.row = stretch.text.slice(from, words.contentEnd);
  const outcome = state.readRow === null ? "record.no-header" : state.readRow(words, place);
  if (typeof outcome === "string") {
    return rejectRow(
      setColumns,
      stretch,
      { from, to },
      finished ? outcome : tornUnlessHeadless(outcome),
      found,
    );
  }
  found.records.push(outcome);
  return to;
}

function tornUnlessHeadless(reason: RejectReason): RejectReason {
  return reason === "record.no-header" ? reason : "record.torn";
}

/**
 * A crash can glue the beginning of a row to the next header block. The header must not be lost with the row, or the
 * rows below it would be read under wrong names: what precedes the `#` is torn, and the scan goes on at the `#`.
 */
function rejectRow(
  setColumns: SetColumns,
  stretch: Stretch,
  range: Range,
  reason: RejectReason,
  found: Found,
): number {
  const line = stretch.text.slice(range.from, range.to);
  const glued = line.search(/#(?:Software|Fields): /);
  if (glued < 0) {
    reject(found, stretch, range, reason);
    return range.to;
  }
  reject(found, stretch, { from: range.from, to: range.from + glued }, "record.torn");
  return scanDirective(setColumns, stretch, range.from + glued, found);
}

const hash = 0x23;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
