import { Buffer } from "node:buffer";
import { decodeValue } from "../decode-value.ts";
import { clockAt, dateAt } from "../timestamp.ts";

/**
 * The words of one row, as index ranges in the text that holds it: no string is made until a value is asked for.
 * One is reused for all rows of a file, because a million rows a second leave no room for garbage.
 */
export interface Words {
  text: string;
  /** The same characters as codes, those beyond Latin-1 as 0xff: an array is read several times faster than a string. */
  codes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** How many there are. */
  count: number;
  /** Some character is beyond ASCII: values must be decoded. False for UTF-16, whose text needs none. */
  encoded: boolean;
  /** Index behind the last character of the row that is not of its line end. */
  contentEnd: number;
}

/** No header has as many columns; of a row with more words only the count is kept. */
export const wordsMax: number = 512;

export function noWords(): Words {
  return {
    text: "",
    codes: new Uint8Array(0),
    starts: new Int32Array(wordsMax),
    ends: new Int32Array(wordsMax),
    count: 0,
    encoded: false,
    contentEnd: 0,
  };
}

/** What a stretch of text holds, as codes. */
export function codesOf(text: string, unit: 1 | 2): Uint8Array {
  if (unit === 1) return Buffer.from(text, "latin1");
  const codes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) codes[index] = Math.min(text.charCodeAt(index), 0xff);
  return codes;
}

/**
 * Finds the words of the row that begins at an index; returns the index of its line feed, the end of the text when
 * there is none. One pass finds words and line end at once: this loop is most of the cost of a row. Writing beyond the
 * end of a typed array does nothing, so it needs no check.
 */
export function splitWords(words: Words, from: number): number {
  const { starts, ends, codes } = words;
  let index = from;
  let count = 0;
  let start = from;
  let seen = 0;
  for (; index < codes.length; index += 1) {
    const code = codes[index] ?? 0;
    if (code === blank) {
      starts[count] = start;
      ends[count] = index;
      count += 1;
      start = index + 1;
    } else if (code === lineFeed) break;
    seen |= code;
  }
  const contentEnd = index > from && codes[index - 1] === carriageReturn ? index - 1 : index;
  // A blank at the end of the row is a habit of HTTPERR, not a word.
  if (start < contentEnd) {
    starts[count] = start;
    ends[count] = contentEnd;
    count += 1;
  }
  words.count = count;
  words.encoded = seen > 0x7f;
  words.contentEnd = contentEnd;
  return index;
}

/** Text of a word, `""` for `-` and for a column that is not logged (position -1). */
export function wordAt(words: Words, position: number): string {
  if (position < 0) return "";
  const start = words.starts[position] ?? 0;
  const end = words.ends[position] ?? 0;
  if (end - start === 1 && words.codes[start] === dash) return "";
  const value = words.text.slice(start, end);
  return words.encoded ? decodeValue(value) : value;
}

/** A whole number of at most 15 digits, -1 for `-` and for a column that is not logged, NaN for anything else. */
export function numberAt(words: Words, position: number): number {
  if (position < 0) return -1;
  const start = words.starts[position] ?? 0;
  const end = words.ends[position] ?? 0;
  if (end - start === 1 && words.codes[start] === dash) return -1;
  if (end === start || end - start > 15) return Number.NaN;
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const digit = (words.codes[index] ?? 0) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** `YYYY-MM-DD` as midnight in ms, NaN when the word is no such day. */
export function dayOf(words: Words, position: number): number {
  const start = words.starts[position] ?? 0;
  return (words.ends[position] ?? 0) - start === 10 ? dateAt(words.text, start) : Number.NaN;
}

/** `HH:MM:SS` as ms since midnight, NaN when the word is no such time. */
export function timeOf(words: Words, position: number): number {
  const start = words.starts[position] ?? 0;
  return (words.ends[position] ?? 0) - start === 8 ? clockAt(words.text, start) : Number.NaN;
}

const blank = 0x20;
const dash = 0x2d;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
