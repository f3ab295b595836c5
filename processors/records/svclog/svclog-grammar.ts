import { trimmed } from "../ascii-trim.ts";
import type { RejectReason } from "../../contract/index.ts";
import { type Range, region, reject, rejectIfTooLong } from "../emit.ts";
import type { Grammar, Stretch } from "../grammar.ts";
import type { Found } from "../reader.ts";
import type { EventParts } from "./event-parts.ts";
import { tolerantEvent } from "./tolerant-event.ts";
import { traceEvent } from "./trace-event.ts";
import { eventReader } from "./usual-event.ts";
import type { EventReader } from "./usual-event.ts";

/**
 * A service trace is a sequence of `<E2ETraceEvent …>…</E2ETraceEvent>` without a root, usually without line breaks,
 * often cut in the middle of the last event. It is never parsed as a document: an entry ends behind the next closing tag
 * or before the next opening tag, whichever comes first.
 */
export function svclogGrammar(): Grammar {
  const readEvent = eventReader();
  return {
    scan: (stretch, found) => scan(readEvent, stretch, found),
    // The opening tag of the entry itself lies far before the text that a skipper sees.
    skipper: () => (text) => border(text, openIndex(text, 0), text.indexOf(close)),
    lookahead: close.length,
    markMax: close.length - 1,
    context: () => "",
  };
}

const open = "<E2ETraceEvent";
const close = "</E2ETraceEvent>";

function scan(readEvent: EventReader, stretch: Stretch, found: Found): number {
  const { text } = stretch;
  let from = 0;
  // Positions of the next tags; a mark behind `from` is out of date.
  const next = { open: -2, close: -2 };
  while (from < text.length) {
    const regular = readEvent(text, from);
    const to = regular === null ? scanIrregular(stretch, from, next, found) : regular.end;
    if (to < 0) return from;
    if (regular !== null) emitEvent(stretch, { from, to }, regular.parts, found);
    from = to;
  }
  return from;
}

/** An event of another layout, a torn one, or what stands between events; returns its end, -1 when it is not in sight. */
function scanIrregular(
  stretch: Stretch,
  from: number,
  next: { open: number; close: number },
  found: Found,
): number {
  const { text, closed } = stretch;
  if (next.open < from && next.open !== -1) next.open = openIndex(text, from);
  const opened = next.open === from;
  if (opened) next.open = openIndex(text, from + 1);
  if (next.close < from && next.close !== -1) next.close = text.indexOf(close, from);
  const end = border(text, next.open, next.close);
  if (end < 0 && !closed) return -1;
  const range = { from, to: end < 0 ? text.length : end };
  const whole = next.close >= 0 && range.to === next.close + close.length;
  if (rejectIfTooLong(found, stretch, range)) return range.to;
  if (opened !== whole) reject(found, stretch, range, "record.torn");
  else if (opened) emitEvent(stretch, range, tolerantEvent(text.slice(range.from, range.to)), found);
  else emitBetween(stretch, range, found);
  return range.to;
}

/** Index of the next opening tag of an event; `<E2ETraceEvents>` would be a root. */
function openIndex(text: string, from: number): number {
  let found = text.indexOf(open, from);
  while (found >= 0) {
    const behind = text.charCodeAt(found + open.length);
    if (behind <= 0x20 || behind === 0x3e) return found;
    found = text.indexOf(open, found + 1);
  }
  return -1;
}

/** Where an entry ends, given what comes next; -1 when neither is in sight. */
function border(text: string, nextOpen: number, nextClose: number): number {
  if (nextClose < 0) return nextOpen;
  return nextOpen >= 0 && nextOpen < nextClose ? nextOpen : nextClose + close.length;
}

function emitEvent(stretch: Stretch, range: Range, parts: EventParts | RejectReason, found: Found): void {
  if (rejectIfTooLong(found, stretch, range)) return;
  const outcome = typeof parts === "string" ? parts : traceEvent(stretch, range, parts);
  if (typeof outcome === "string") reject(found, stretch, range, outcome);
  else found.records.push(outcome);
}

/** What stands between events: white space, a root that somebody added, or what does not belong there. */
function emitBetween(stretch: Stretch, range: Range, found: Found): void {
  const text = stretch.text.slice(range.from, range.to);
  if (trimmed(text) === "") region(found, stretch, range, "blank");
  else if (text.length <= frameCharsMax && frame.test(text)) region(found, stretch, range, "document-frame");
  else reject(found, stretch, range, text.includes("<!") ? "record.entity" : "record.malformed");
}

const frameCharsMax = 4_096;
const frame = /^(?:\s|<\?[^<>]*\?>|<\/?[A-Za-z][^<>]*>)*$/;
