import type { Encoding } from "./formats.ts";

export type Utf16 = Extract<Encoding, "utf-16le" | "utf-16be">;

export function isUtf16(encoding: Encoding): encoding is Utf16 {
  return encoding === "utf-16le" || encoding === "utf-16be";
}

/**
 * Text of whole code units; an odd byte at the end is no text. The bytes stay as they are. Nothing else in this program decodes UTF-16: with an odd number of
 * bytes at an odd address, Node 24.21 copies one byte more than it has room for and damages the heap of its process (nodejs/node#64697).
 */
export function utf16Text(bytes: Buffer, encoding: Utf16): string {
  const whole = bytes.subarray(0, bytes.length & ~1);
  return (encoding === "utf-16be" ? Buffer.from(whole).swap16() : whole).toString("utf16le");
}

export function utf16Bytes(text: string, encoding: Utf16): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return encoding === "utf-16be" ? bytes.swap16() : bytes;
}
