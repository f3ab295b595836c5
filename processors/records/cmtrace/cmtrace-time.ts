import { clockAt, dayAt, fractionMs, type Stamp, timeOfDay, twoDigits } from "../timestamp.ts";

/**
 * Date and time of a ConfigMgr log entry:
 *
 *     date = 1*2DIGIT "-" 1*2DIGIT "-" 4DIGIT                           month first; some writers do not pad
 *     time = 1*2DIGIT ":" 2DIGIT ":" 2DIGIT [ "." 1*9DIGIT ] [ bias ]   local wall clock
 *     bias = ( "+" | "-" ) 1*4DIGIT                                     minutes; UTC = local + bias, as in Windows
 *
 * Without a bias the clock is local. Null when this is no date and time; `at` is NaN when they do not exist.
 */
export function cmtraceStamp(date: string, time: string): Stamp | null {
  const day = dayOf(date);
  if (day === null) return null;
  const usual = usualTime(time);
  if (!Number.isNaN(usual)) return { at: day + usual, clock: "utc" };
  const timeMatch = timeShape.exec(time);
  if (timeMatch === null) return null;
  const [, hour, minute, second, fraction = "", bias = ""] = timeMatch;
  const at = day + timeOfDay(Number(hour), Number(minute), Number(second)) + fractionMs(fraction);
  if (bias === "") return { at, clock: "local" };
  const minutes = Number(bias);
  return { at: Math.abs(minutes) <= biasMinutesMax ? at + minutes * 60_000 : Number.NaN, clock: "utc" };
}

const dateShape = /^(\d{1,2})-(\d{1,2})-(\d{4})$/;
const timeShape = /^(\d{1,2}):(\d\d):(\d\d)(?:\.(\d{1,9}))?([+-]\d{1,4})?$/;
const biasMinutesMax = 1_440;

/** `HH:MM:SS.mmm+bbb` and nothing else, as ms since midnight of the day, moved by the bias; NaN for any other. Only there for speed. */
function usualTime(time: string): number {
  const sign = time.charCodeAt(12);
  if (time.length !== 16 || time.charCodeAt(8) !== point || (sign !== plus && sign !== dash))
    return Number.NaN;
  const fraction = twoDigits(time, 9) * 10 + (twoDigits(time, 10) % 10);
  const bias = twoDigits(time, 13) * 10 + (twoDigits(time, 14) % 10);
  return clockAt(time, 0) + fraction + (sign === plus ? bias : -bias) * 60_000;
}

const point = 0x2e;
const plus = 0x2b;
const dash = 0x2d;

// Entries of one day follow each other; the day is computed once. Strings of this length are kept apart from their text.
let lastDate = "";
let lastDay: number | null = null;

/** Midnight of a date; NaN when there is no such day, null when it is no date. */
function dayOf(date: string): number | null {
  if (date === lastDate) return lastDay;
  const match = dateShape.exec(date);
  lastDay = match === null ? null : dayAt(Number(match[3]), Number(match[1]), Number(match[2]));
  lastDate = match === null ? "" : date;
  return lastDay;
}
