import { trimmedEnd } from "../ascii-trim.ts";
import { ansi } from "../decode-value.ts";

/**
 * An entry without what copying left in it: a `Line N: ` prefix, RTF control words in front (`\f0\fs24 \cf0 `), a `\`
 * at the end of each line, and RTF's `\'93` for a character of Windows-1252.
 */
export function withoutResidue(entry: string): string {
  const bare = entry.replace(prefix, "");
  if (!bare.includes("\\")) return bare;
  return bare
    .split("\n")
    .map((line) => trimmedEnd(trimmedEnd(line).replace(/\\$/, "")))
    .join("\n")
    .replaceAll(/\\'([0-9a-f]{2})/gi, (_, hex: string) => character(Number.parseInt(hex, 16)));
}

const prefix = /^(?:Line \d{1,9}: |(?:\\[a-z]{1,20}-?\d{0,6} ?){1,20})/;

function character(code: number): string {
  const char = String.fromCharCode(code);
  return code >= 0x80 && code <= 0x9f ? ansi(char) : char;
}
