import type { StoredRequest } from "../contract/index.ts";
import { withoutMessage } from "../contract/index.ts";
import type { Quote } from "./options.ts";

/** The log lines of a request's records, in their order; null where there is none any more, or beyond `quotesMax`. */
export async function quoteLines(
  { view, notes }: StoredRequest,
  quote: Quote,
  quotesMax: number,
): Promise<readonly (string | null)[]> {
  const lines: (string | null)[] = [];
  for (const [index, { offset, length }] of view.evidence.entries()) {
    const note = notes[index];
    const line =
      note === undefined || index >= quotesMax
        ? null
        : await quote(note.fileId, offset, Math.min(length, lineBytesMax));
    lines.push(line === null ? null : withoutMessage(line));
  }
  return lines;
}

/** A row of IIS has 64 KiB at most. */
const lineBytesMax = 96 * 1024;
