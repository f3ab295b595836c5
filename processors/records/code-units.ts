import { Buffer, isAscii } from "node:buffer";
import { isUtf16, utf16Text } from "../../collectors/contract/index.ts";
import type { Encoding, Utf16 } from "../../collectors/contract/index.ts";

/** Turns bytes into text in which every character is exactly `unit` bytes of the file. */
export interface CodeUnits {
  readonly unit: 1 | 2;
  /** Whether the text made last has characters that are bytes of something else. */
  encoded(): boolean;
  /** The text of bytes, behind text that was made before. An odd byte of UTF-16 is kept for the next call. */
  toText(before: string, bytes: Uint8Array): string;
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

/** Holds the text of one read and what was held back before it, but for very long entries. */
const room = Buffer.alloc(1 << 18);

function byteUnits(): CodeUnits {
  let encoded = false;
  return {
    unit: 1,
    encoded: () => encoded,
    toText(before, bytes) {
      encoded = !isAscii(bytes);
      const length = before.length + bytes.length;
      if (before === "" || length > room.length)
        return before + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
      // Joined as bytes: strings would be joined later, in a second copy.
      room.write(before, 0, "latin1");
      room.set(bytes, before.length);
      return room.toString("latin1", 0, length);
    },
    held: () => 0,
  };
}

function wideUnits(encoding: Utf16): CodeUnits {
  let odd: Uint8Array = new Uint8Array(0);
  return {
    unit: 2,
    encoded: () => false,
    toText(before, bytes) {
      const whole = Buffer.concat([odd, bytes]);
      odd = whole.subarray(whole.length & ~1);
      return before + utf16Text(whole, encoding);
    },
    held: () => odd.length,
  };
}
