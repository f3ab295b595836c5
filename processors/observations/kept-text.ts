import { withoutMessage } from "../contract/index.ts";
import { copyText } from "../records/index.ts";

/*
 * Strings that outlive the bytes they were read from: what goes into an observation is copied, or, where the same few values come again and again, taken
 * from a bounded table.
 */

/** At most `textCharsMax` characters of a record's own words, copied, without the SCEP messages and other long runs of base64 in them. */
export function quoteText(text: string): string {
  const scanned = text.length > scanCharsMax ? text.slice(0, scanCharsMax) : text;
  const kept = withoutMessage(scanned.trim());
  return copyText(kept.length > textCharsMax ? kept.slice(0, textCharsMax) : kept);
}

/** The one kept copy of a value that recurs, such as a user agent, an address or a path. */
export function internText(text: string): string {
  const known = interned.get(text);
  if (known !== undefined) return known;
  if (interned.size >= internedMax) interned.clear();
  const kept = copyText(text);
  interned.set(kept, kept);
  return kept;
}

export const textCharsMax: number = 400;
const scanCharsMax = 4096;

/** A cache and nothing else: what is in it never changes a result. */
const interned = new Map<string, string>();
const internedMax = 8192;
