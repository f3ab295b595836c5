import { Buffer, isAscii } from "node:buffer";
import { isUtf16, utf16Text } from "../../collectors/contract/index.ts";
import type { Encoding, Utf16 } from "../../collectors/contract/index.ts";

/** Turns bytes into text in which every character is exactly `unit` bytes of the file. */
export interface CodeUnits {
  readonly unit: 1 | 2;
  /** Whether the text made last has characters that are bytes of something else. */
  encoded(): boolean;
  /** An odd byte of UTF-16 is kept for the next call. */
  toText(bytes: Uint8Array): string;
  /** Bytes kept back: 0 or 1. */
  held(): number;
}

/**
 * UTF-8 and ANSI become Latin-1 text, one character a byte: their borders (line ends, tags, blanks) are ASCII, so
 * framing needs no decoding, and an index in the text is an offset in the file. UTF-16 is two bytes a character.
 */
export function codeUnits(encoding: Encoding): CodeUnits {
  return isUtf16(encoding) ? wideUnits(encoding) : byteUnits();
}

function byteUnits(): CodeUnits {
  let encoded = false;
  return {
    unit: 1,
    encoded: () => encoded,
    toText(bytes) {
      encoded = !isAscii(bytes);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    },
    held: () => 0,
  };
}

function wideUnits(encoding: Utf16): CodeUnits {
  let odd: Uint8Array = new Uint8Array(0);
  return {
    unit: 2,
    encoded: () => false,
    toText(bytes) {
      const whole = Buffer.concat([odd, bytes]);
      odd = whole.subarray(whole.length & ~1);
      return utf16Text(whole, encoding);
    },
    held: () => odd.length,
  };
}
