import { trimmedEnd } from "../ascii-trim.ts";
import { decodeValue } from "../decode-value.ts";
import { type Range, region, rejectIfTooLong } from "../emit.ts";
import type { Grammar, Stretch } from "../grammar.ts";
import type { Found } from "../reader.ts";
import { isoStamp } from "../timestamp.ts";

/**
 * Text without a known grammar: a line is a record. It has a moment only when it begins with an ISO 8601 stamp, bare or
 * in brackets; other spellings (which number is the month?) would be a guess.
 */
export function plainLinesGrammar(): Grammar {
  return {
    scan,
    skipper: () => (text) => text.indexOf("\n") + 1 || -1,
    lookahead: 0,
    markMax: 0,
    context: () => "",
  };
}

function scan(stretch: Stretch, found: Found): number {
  const { text, closed } = stretch;
  let from = 0;
  while (from < text.length) {
    const feed = text.indexOf("\n", from);
    if (feed < 0 && !closed) return from;
    const to = feed < 0 ? text.length : feed + 1;
    emitLine(stretch, { from, to }, found);
    from = to;
  }
  return from;
}

function emitLine(stretch: Stretch, range: Range, found: Found): void {
  if (rejectIfTooLong(found, stretch, range)) return;
  const raw = trimmedEnd(stretch.text.slice(range.from, range.to));
  if (raw === "") {
    region(found, stretch, range, "blank");
    return;
  }
  const text = stretch.encoded ? decodeValue(raw) : raw;
  const stamp = isoStamp(text.startsWith("[") ? text.slice(1) : text);
  const dated = stamp !== null && !Number.isNaN(stamp.at);
  found.records.push({
    format: "text",
    offset: stretch.offset + range.from * stretch.unit,
    length: (range.to - range.from) * stretch.unit,
    at: dated ? stamp.at : null,
    clock: dated ? stamp.clock : "none",
    text,
  });
}
