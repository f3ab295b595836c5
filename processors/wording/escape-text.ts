/**
 * Makes text from a log safe to print: nothing in it can move the cursor, change colours, reorder what is read or hide.
 * Control characters become `\x1b`, invisible and reordering characters `\u{202e}`, line ends `⏎`, tabs a blank.
 */
export function escapeText(text: string): string {
  if (plain.test(text)) return text;
  return text.toWellFormed().replaceAll(lineEnds, " ⏎ ").replaceAll("\t", " ").replaceAll(unsafe, escaped);
}

/** Printable ASCII needs no second look. */
const plain = /^[ -~]*$/;
const lineEnds = /\s*(?:\r\n|\r|\n|\u2028|\u2029)\s*/g;

/**
 * C0 and C1 controls, formatting characters (bidirectional marks, zero-width characters, tags, soft hyphen, byte order mark),
 * variation selectors, Hangul fillers, private use, unassigned.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Variation_Selector}\u115f\u1160\u3164\uffa0]/gu;

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}
