import { Buffer } from "node:buffer";

/*
 * Keys of hex digits as nearly all writers write them, spelled in one pass over their characters. Null for all else, which is left to
 * the tolerant spellings; these give the same for what both can read. The strings are new: they keep no text alive.
 */

/** A GUID in lower case with its dashes and without braces. Null as well when all digits are the same: then it may be a poisoned one. */
export function plainGuid(written: string): string | null {
  if (written.length !== guidChars) return null;
  let varied = 0;
  const first = written.charCodeAt(0);
  for (let index = 0; index < guidChars; index += 1) {
    const code = written.charCodeAt(index);
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      if (code !== dash) return null;
    } else {
      if (lowerDigit(code) !== code) return null;
      varied |= code ^ first;
    }
    room[index] = code;
  }
  return varied === 0 ? null : room.toString("latin1", 0, guidChars);
}

/**
 * Digits in lower case, without the blanks, colons and dashes between them. Null when there are fewer or more than wanted, and when all
 * are the same.
 */
export function plainDigits(written: string, digitsMin: number, digitsMax: number): string | null {
  if (written.length < digitsMin || written.length > digitsMax * 3) return null;
  let count = 0;
  let varied = 0;
  for (let index = 0; index < written.length; index += 1) {
    const code = written.charCodeAt(index);
    if (code === blank || code === colon || code === dash) continue;
    const digit = lowerDigit(code);
    if (digit === 0 || count === digitsMax) return null;
    room[count] = digit;
    count += 1;
    varied |= digit ^ (room[0] ?? 0);
  }
  return varied === 0 || count < digitsMin ? null : room.toString("latin1", 0, count);
}

const room = Buffer.alloc(64);
const guidChars = 36;
const blank = 0x20;
const dash = 0x2d;
const colon = 0x3a;

/** A hex digit in lower case; 0 when it is none. */
function lowerDigit(code: number): number {
  return code < 0x80 ? (lowerDigits[code] ?? 0) : 0;
}

const lowerDigits: Uint8Array = new Uint8Array(0x80);
for (const digit of Buffer.from("0123456789abcdef")) {
  lowerDigits[digit] = digit;
  if (digit >= 0x61) lowerDigits[digit - 0x20] = digit;
}
