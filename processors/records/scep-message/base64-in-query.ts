import { Buffer } from "node:buffer";

/**
 * The bytes of a base64 text at the start of a query value, up to the first character that cannot be of one, in one pass. Null unless it is
 * written as clients write it: the letters of base64, of which any may stand as one percent code. All else (another alphabet, two rounds
 * of percent codes, one that is cut, something elided) is left to the tolerant path, which gives the same for what both can read.
 *
 * The bytes are valid until the next call.
 */
export function base64InQuery(value: string): Uint8Array | null {
  if (value.length > charsMax) return null;
  const end = room.write(value, "utf8");
  let to = 0;
  let held = 0;
  let bits = 0;
  let at = 0;
  for (; at < end; at += 1) {
    if (bits === 0) {
      const start = at;
      at = plainQuads(start, end, to);
      to += ((at - start) >> 2) * 3;
      if (at >= end) break;
    }
    let letter = letters[room[at] ?? 0] ?? foreign;
    if (letter === percent) {
      letter = letters[percentCode(at, end)] ?? foreign;
      if (letter === stop) return null;
      at += 2;
    }
    if (letter >= 64) {
      if (letter === stop) break;
      if (letter === pad) return isPaddingOnly(at + 1, end) && to > 0 ? room.subarray(0, to) : null;
      return null;
    }
    held = ((held << 6) | letter) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    // What was read is behind: three bytes are written for four letters.
    room[to] = held >> bits;
    to += 1;
  }
  return to > 0 ? room.subarray(0, to) : null;
}

/** Decodes groups of four letters as long as there are such; most of a text is. Returns the index behind the last. */
function plainQuads(from: number, end: number, into: number): number {
  let at = from;
  let to = into;
  for (; at + 3 < end; at += 4) {
    const first = letters[room[at] ?? 0] ?? foreign;
    const second = letters[room[at + 1] ?? 0] ?? foreign;
    const third = letters[room[at + 2] ?? 0] ?? foreign;
    const fourth = letters[room[at + 3] ?? 0] ?? foreign;
    if ((first | second | third | fourth) >= 64) break;
    room[to] = (first << 2) | (second >> 4);
    room[to + 1] = (second << 4) | (third >> 2);
    room[to + 2] = (third << 6) | fourth;
    to += 3;
  }
  return at;
}

/** Longer queries than a server takes by default, many times over. */
const charsMax = 16_384;
/** A character may be three bytes of UTF-8. */
const room = Buffer.alloc(charsMax * 3);

/** What a byte is: one of 64 letters, or one of these. */
const pad = 64;
const percent = 65;
/** Might be of a message in another spelling. */
const foreign = 66;
/** The message has ended. */
const stop = 67;
const letters: Uint8Array = letterTable();

function letterTable(): Uint8Array {
  const table = new Uint8Array(256).fill(stop);
  Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/").forEach((code, letter) => {
    table[code] = letter;
  });
  for (const code of Buffer.from("_~.-")) table[code] = foreign;
  table[0x3d] = pad;
  table[0x25] = percent;
  return table;
}

/** The byte that a percent code stands for; that of a foreign letter when it is none. */
function percentCode(at: number, end: number): number {
  const high = at + 2 < end ? (hexDigits[room[at + 1] ?? 0] ?? 255) : 255;
  const low = hexDigits[room[at + 2] ?? 0] ?? 255;
  return high > 15 || low > 15 ? 0x7e : high * 16 + low;
}

const hexDigits: Uint8Array = new Uint8Array(256).fill(255);
for (let digit = 0; digit < 16; digit += 1) {
  hexDigits[digit.toString(16).charCodeAt(0)] = digit;
  hexDigits[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

function isPaddingOnly(from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) {
    let letter = letters[room[at] ?? 0] ?? foreign;
    if (letter === stop) return true;
    if (letter === percent) {
      letter = letters[percentCode(at, end)] ?? foreign;
      at += 2;
    }
    if (letter !== pad) return false;
  }
  return true;
}
