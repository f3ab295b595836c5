import type { Clock } from "./record.ts";

/** A moment as a writer wrote it: `at` and `clock` as in a record. */
export interface Stamp {
  readonly at: number;
  readonly clock: Clock;
}

export const msPerDay: number = 86_400_000;

/**
 * Midnight of a day of the Gregorian calendar, ms since the epoch; NaN for a day that does not exist.
 * The years 1601 to 9999 are accepted: older ones are no log's.
 */
export function dayAt(year: number, month: number, day: number): number {
  const exists =
    year >= 1601 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysOfMonth(year, month);
  return exists ? daysSinceEpoch(year, month, day) * msPerDay : Number.NaN;
}

/** ms since midnight; NaN when there is no such time. */
export function timeOfDay(hour: number, minute: number, second: number): number {
  const exists = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
  return exists ? (hour * 3600 + minute * 60 + second) * 1000 : Number.NaN;
}

/** The digits behind a decimal point of seconds, as ms: `"1234567"` is 123.4567. */
export function fractionMs(digits: string): number {
  let value = 0;
  let unit = 1000;
  // Divided once at the end: a sum of fractions would not be exact.
  for (let index = 0; index < digits.length && index < 9; index += 1) {
    value = value * 10 + digits.charCodeAt(index) - 48;
    unit /= 10;
  }
  return unit >= 1 ? value * unit : value / Math.round(1 / unit);
}

/** `YYYY-MM-DD` at an index, as midnight in ms; NaN when no such day stands there. Reads no further than 10 characters. */
export function dateAt(text: string, from: number): number {
  if (text.charCodeAt(from + 4) !== dash || text.charCodeAt(from + 7) !== dash) return Number.NaN;
  const year = twoDigits(text, from) * 100 + twoDigits(text, from + 2);
  const month = twoDigits(text, from + 5);
  const day = twoDigits(text, from + 8);
  const name = (year * 100 + month) * 100 + day;
  if (name !== lastDayName) {
    lastDayName = name;
    lastDayAt = dayAt(year, month, day);
  }
  return lastDayAt;
}

// Consecutive stamps mostly fall on one day; this is a cache and changes no result. NaN is no name.
let lastDayName = Number.NaN;
let lastDayAt = Number.NaN;

/** `HH:MM:SS` at an index, as ms since midnight; NaN when no such time stands there. Reads no further than 8 characters. */
export function clockAt(text: string, from: number): number {
  if (text.charCodeAt(from + 2) !== colon || text.charCodeAt(from + 5) !== colon) return Number.NaN;
  return timeOfDay(twoDigits(text, from), twoDigits(text, from + 3), twoDigits(text, from + 6));
}

/**
 * ISO 8601 as loggers write it, at the start of a text: `2026-11-22T10:00:00.1234567Z`, a blank for the `T`, 1 to 9
 * decimals behind `.` or `,` or none, zone `Z`, `+01:00`, `+0100` or none (then the clock is local).
 * Null when the text begins with something else; `at` is NaN when the date or time does not exist.
 */
export function isoStamp(text: string): Stamp | null {
  const precise = roundTripAt(text);
  if (!Number.isNaN(precise)) return { at: precise, clock: "utc" };
  const match = iso.exec(text);
  if (match === null) return null;
  const at = dateAt(text, 0) + clockAt(text, 11) + fractionMs(match[1] ?? "");
  const zone = match[2] ?? "";
  return zone === "" ? { at, clock: "local" } : { at: at - offsetMs(zone), clock: "utc" };
}

/** `Z`, `+hhmm`, `-hh:mm` as ms east of UTC; NaN when no clock on earth has it. */
export function offsetMs(zone: string): number {
  if (zone === "Z" || zone === "z") return 0;
  const sign = zone.charCodeAt(0) === dash ? -1 : 1;
  const hours = twoDigits(zone, 1);
  const minutes = twoDigits(zone, zone.length - 2);
  return hours <= 18 && minutes <= 59 ? sign * (hours * 60 + minutes) * 60_000 : Number.NaN;
}

/** The usual form of .NET, `YYYY-MM-DDTHH:MM:SS.fffffffZ` and nothing else; NaN for any other. Only there for speed. */
function roundTripAt(text: string): number {
  const isOfForm = text.length === 28 && text.charCodeAt(10) === letterT && text.charCodeAt(19) === point;
  if (!isOfForm || text.charCodeAt(27) !== letterZ) return Number.NaN;
  let fraction = 0;
  for (let index = 20; index < 27; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    fraction = fraction * 10 + digit;
  }
  return dateAt(text, 0) + clockAt(text, 11) + fraction / 10_000;
}

const dash = 0x2d;
const point = 0x2e;
const letterT = 0x54;
const letterZ = 0x5a;
const colon = 0x3a;
const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,](\d{1,9})(?!\d))?(?: ?(Z|[+-]\d\d:?\d\d)(?![\d:]))?/i;

/** NaN when the two characters are no digits. */
export function twoDigits(text: string, from: number): number {
  const tens = text.charCodeAt(from) - 48;
  const ones = text.charCodeAt(from + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01, by counting years from March, so that the leap day is the last of its year. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + dayOfYear - 719_468;
}
