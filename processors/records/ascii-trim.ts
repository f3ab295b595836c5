/**
 * Text without ASCII white space at its end. Not `trimEnd`: in text whose characters are bytes, 0xa0 is not a no-break
 * space but may be the last byte of a letter.
 */
export function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/** The same at both ends. */
export function trimmed(text: string): string {
  let start = 0;
  while (start < text.length && isBlank(text.charCodeAt(start))) start += 1;
  return trimmedEnd(text.slice(start));
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
