import type { RejectReason } from "../../contract/index.ts";
import { type Range, region, reject, rejectIfTooLong } from "../emit.ts";
import type { Grammar, Skipper, Stretch } from "../grammar.ts";
import type { Found } from "../reader.ts";
import type { CmtraceRecord } from "../record.ts";
import { ccmBegin, ccmEntry, ccmMark, type CcmParts } from "./ccm-entry.ts";
import { ccmParts, regularEntry } from "./ccm-parts.ts";
import { htmlCharsMax, htmlEnd } from "./html-body.ts";
import { lineEntry } from "./line-entry.ts";

/**
 * NDESPlugin.log and other ConfigMgr logs. Its envelope is not documented, so the client form (CMTrace), the server
 * form (`$$<`) and bare lines may be mixed. An entry never contains the beginning of a CMTrace entry: where it seems
 * to, a write was torn, and what precedes that beginning is rejected.
 */
export function cmtraceGrammar(): Grammar {
  return {
    scan,
    skipper: (entry) => (entry.startsWith(ccmBegin) && !entry.includes(ccmMark) ? ccmSkipper() : lineSkipper),
    lookahead: htmlCharsMax + ccmBegin.length,
    markMax: ccmBegin.length - 1,
    context: () => "",
  };
}

function scan(stretch: Stretch, found: Found): number {
  const { text } = stretch;
  const search: Searches = {
    begins: forwardSearch(text, ccmBegin),
    marks: forwardSearch(text, ccmMark),
    feeds: forwardSearch(text, "\n"),
    pages: { clearTo: 0 },
  };
  let from = 0;
  while (from < text.length) {
    const regular = regularEntry(text, from);
    let to: number;
    if (regular !== null) to = emitEntry(stretch, { from, to: regular.end }, regular.parts, found);
    else if (text.startsWith(ccmBegin, from)) to = scanCcm(stretch, from, search, found);
    else to = scanLine(stretch, from, search, found);
    if (to < 0) return from;
    from = to;
  }
  return from;
}

function emitEntry(stretch: Stretch, range: Range, parts: CcmParts, found: Found): number {
  return emit(stretch, range, ccmEntry(stretch, range, parts), found);
}

/** indexOf for ever greater positions: looks at each character once, however often it is asked. */
function forwardSearch(text: string, mark: string): (from: number) => number {
  let found = -2;
  return (from) => {
    if (found < from && found !== -1) found = text.indexOf(mark, from);
    return found;
  };
}

type Search = (from: number) => number;

/** What a scan looks for; each remembers how far it looked, so that no input makes a scan look twice. */
interface Searches {
  readonly begins: Search;
  readonly marks: Search;
  readonly feeds: Search;
  readonly pages: { clearTo: number };
}

function scanCcm(stretch: Stretch, from: number, search: Searches, found: Found): number {
  const { text, closed } = stretch;
  const begin = search.begins(from + 1);
  const mark = search.marks(from);
  const border = begin < 0 ? text.length : begin;
  if (mark < 0 || mark > border) {
    if (begin < 0 && !closed) return -1;
    return emit(stretch, { from, to: border }, "record.torn", found);
  }
  const feed = search.feeds(mark);
  if (feed < 0 && begin < 0 && !closed) return -1;
  const ended = feed >= 0 && feed < border;
  const range = { from, to: ended ? feed + 1 : border };
  const parts = ccmParts(text, range, mark);
  const outcome = parts === null ? "record.malformed" : ccmEntry(stretch, range, parts);
  return emit(stretch, range, typeof outcome === "string" && !ended ? "record.torn" : outcome, found);
}

function scanLine(stretch: Stretch, from: number, search: Searches, found: Found): number {
  const { text, closed } = stretch;
  const begin = search.begins(from);
  const feed = search.feeds(from);
  const to = feed < 0 ? text.length : feed + 1;
  const torn = begin >= 0 && begin < to;
  if (feed < 0 && !torn && !closed) return -1;
  const end = torn ? begin : htmlEnd(stretch, { from, to }, begin, search.pages);
  if (end < 0) return -1;
  const range = { from, to: end };
  if (!isBlank(text, from, end))
    return emit(stretch, range, torn ? "record.torn" : lineEntry(stretch, range), found);
  if (!rejectIfTooLong(found, stretch, range)) region(found, stretch, range, "blank");
  return end;
}

function emit(stretch: Stretch, range: Range, outcome: CmtraceRecord | RejectReason, found: Found): number {
  if (rejectIfTooLong(found, stretch, range)) return range.to;
  if (typeof outcome === "string") reject(found, stretch, range, outcome);
  else found.records.push(outcome);
  return range.to;
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (text.charCodeAt(index) > 0x20) return false;
  return true;
}

/** The end of an over-long line: its line feed, or the beginning of an entry within it. */
function lineSkipper(text: string): number {
  const begin = text.indexOf(ccmBegin);
  const feed = text.indexOf("\n");
  return feed >= 0 && (begin < 0 || feed < begin) ? feed + 1 : begin;
}

/** The end of an over-long entry: the next beginning, or the line end behind its mark. */
function ccmSkipper(): Skipper {
  let marked = false;
  return (text) => {
    if (marked) return lineSkipper(text);
    const begin = text.indexOf(ccmBegin);
    const mark = text.indexOf(ccmMark);
    if (mark < 0 || (begin >= 0 && begin < mark)) return begin;
    marked = true;
    const end = lineSkipper(text.slice(mark));
    return end < 0 ? -1 : mark + end;
  };
}
