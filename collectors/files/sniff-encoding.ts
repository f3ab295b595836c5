import { isUtf8 } from "node:buffer";
import { isUtf16, utf16Text } from "../contract/index.ts";
import type { Encoding } from "../contract/index.ts";

/**
 * How a head of at most some 64 KiB is encoded: a byte order mark, else the NUL bytes that ASCII leaves in UTF-16, else
 * valid UTF-8, else the single-byte ANSI page. A UTF-8 file whose head is pure ASCII may still hold ANSI bytes later:
 * readers decode each value on its own.
 */
export function sniffEncoding(head: Buffer): Encoding {
  for (const [mark, encoding] of marks) {
    if (head.subarray(0, mark.length).equals(mark)) return encoding;
  }
  return utf16WithoutMark(head) ?? (isUtf8(withoutCutCharacter(head)) ? "utf-8" : "windows-1252");
}

/** The head as text, for looking at only. */
export function textOf(head: Buffer, encoding: Encoding): string {
  if (isUtf16(encoding)) return utf16Text(head, encoding).replace(/^\uFEFF/, "");
  return head.toString("latin1").replace(/^\xEF\xBB\xBF/, "");
}

const marks: readonly (readonly [Buffer, Encoding])[] = [
  [Buffer.from([0xef, 0xbb, 0xbf]), "utf-8"],
  [Buffer.from([0xff, 0xfe]), "utf-16le"],
  [Buffer.from([0xfe, 0xff]), "utf-16be"],
];

/** Logs are mostly ASCII: in UTF-16 nearly every second byte is NUL, and the other one nearly never. */
function utf16WithoutMark(head: Buffer): Encoding | null {
  const length = Math.min(head.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 2) {
    if (head[index] === 0) even += 1;
    if (head[index + 1] === 0) odd += 1;
  }
  const pairs = length / 2;
  if (pairs < 2) return null;
  if (odd > pairs * 0.6 && even < pairs * 0.1) return "utf-16le";
  if (even > pairs * 0.6 && odd < pairs * 0.1) return "utf-16be";
  return null;
}

/** A head may end inside of a character; at most its three last bytes are then left out. */
function withoutCutCharacter(head: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, head.length); back += 1) {
    const byte = head[head.length - back] ?? 0;
    if (byte < 0x80) return head;
    if (byte >= 0xc0) return head.subarray(0, head.length - back);
  }
  return head;
}
