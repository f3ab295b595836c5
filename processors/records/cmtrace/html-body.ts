import type { Range } from "../emit.ts";
import type { Stretch } from "../grammar.ts";
import { serverMark } from "./line-entry.ts";

/** A page longer than this is not kept together: its first line is an entry, and so is each other line. */
export const htmlCharsMax: number = 65_536;

/**
 * The policy module writes the raw HTTP response behind `Verify challenge returns `: an error page of many lines. In
 * the CMTrace form its brackets hold it together; without brackets the page ends with `</html>`, with a line that
 * bears the server form's stamp, or before a CMTrace entry.
 *
 * Given the first line (`range`), returns the index where the entry ends, or -1 when more must be seen. `begin` is the
 * index of the next `<![LOG[`, -1 when none is in sight. `seen.clearTo` is the line up to which no page end is known to
 * stand, kept by the caller for one stretch: without it, a file of nothing but first lines would cost a search for each.
 */
export function htmlEnd(stretch: Stretch, range: Range, begin: number, seen: { clearTo: number }): number {
  const { text } = stretch;
  const limit = range.from + htmlCharsMax;
  if (range.to > limit || !opensPage(text.slice(range.from, range.to))) return range.to;
  let from = Math.max(range.to, seen.clearTo);
  while (from < text.length) {
    const feed = text.indexOf("\n", from);
    const to = feed < 0 ? text.length : feed + 1;
    if (begin >= from && begin < Math.min(to, limit)) return from;
    if (to > limit) return range.to;
    if (feed < 0 && !stretch.closed) return -1;
    const line = text.slice(from, to);
    if (line.includes(serverMark) || pageEnd.test(line)) return to;
    from = to;
    seen.clearTo = to;
  }
  return stretch.closed ? from : -1;
}

function opensPage(line: string): boolean {
  return pageStart.test(line) && !pageEnd.test(line) && !line.includes(serverMark);
}

const pageStart = /<(?:!doctype html|html)\b/i;
const pageEnd = /<\/html>/i;
