import { isUtf16, utf16Bytes, utf16Text } from "../contract/index.ts";
import type { Encoding, Format } from "../contract/index.ts";

/** Formats whose rows mean what the last `#Fields` line above them says. */
export function needsFields(format: Format): boolean {
  return format === "iis-w3c" || format === "httperr";
}

/**
 * The last whole `#Fields` line in some bytes, without its line end and with each byte as one character, or null. It is what the reader of these formats calls its
 * context.
 */
export function lastFields(bytes: Buffer, encoding: Encoding): string | null {
  const step = isUtf16(encoding) ? 2 : 1;
  const mark = encoded("#Fields:", encoding);
  const feed = encoded("\n", encoding);
  let found: string | null = null;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + step)) {
    if (at % step !== 0) continue;
    if (!beginsLine(bytes.subarray(0, at), encoding) && !isGlued(bytes, at, encoding)) continue;
    const end = bytes.indexOf(feed, at);
    if (end < 0) break;
    found = textOf(bytes.subarray(at, end), encoding).replace(/[ \t\r\n]+$/, "");
  }
  return found;
}

/** A crash can glue the beginning of a row to the next header. No row has blanks in its values, so none can pretend to be one. */
function isGlued(bytes: Buffer, at: number, encoding: Encoding): boolean {
  if (isUtf16(encoding) || bytes[at + "#Fields:".length] !== 0x20) return false;
  return bytes[bytes.lastIndexOf("\n", at) + 1] !== 0x23;
}

/** Behind a line end, or NULs that a crash has left. */
function beginsLine(before: Buffer, encoding: Encoding): boolean {
  if (before.length === 0) return true;
  const last = before.at(-1) ?? 0;
  if (!isUtf16(encoding)) return last === 0x0a || last === 0 || isMark(before);
  const [high, low] = encoding === "utf-16be" ? [before.at(-2), last] : [last, before.at(-2)];
  return (high === 0 && (low === 0x0a || low === 0)) || isMark(before);
}

function isMark(before: Buffer): boolean {
  return ["efbbbf", "fffe", "feff"].includes(before.toString("hex", 0, 4));
}

function encoded(text: string, encoding: Encoding): Buffer {
  return isUtf16(encoding) ? utf16Bytes(text, encoding) : Buffer.from(text, "latin1");
}

function textOf(bytes: Buffer, encoding: Encoding): string {
  return isUtf16(encoding) ? utf16Text(bytes, encoding) : bytes.toString("latin1");
}
