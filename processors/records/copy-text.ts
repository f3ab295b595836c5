/**
 * A text that keeps no other alive: a substring holds its whole parent, and one user agent would hold a chunk of 256 KiB for as long as it is kept itself.
 */
export function copyText(text: string): string {
  // Up to 12 characters the engine copies by itself. Beyond that the joined string is written out flat when it is cut,
  // and the cut refers to that small one alone.
  return text.length < 13 ? text : ` ${text}`.slice(1);
}
