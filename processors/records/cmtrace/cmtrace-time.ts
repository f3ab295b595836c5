import { dayAt, fractionMs, type Stamp, timeOfDay } from "../timestamp.ts";

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
  const dateMatch = dateShape.exec(date);
  const timeMatch = timeShape.exec(time);
  if (dateMatch === null || timeMatch === null) return null;
  const day = dayOfMatch(date, dateMatch);
  const [, hour, minute, second, fraction = "", bias = ""] = timeMatch;
  const at = day + timeOfDay(Number(hour), Number(minute), Number(second)) + fractionMs(fraction);
  if (bias === "") return { at, clock: "local" };
  const minutes = Number(bias);
  return { at: Math.abs(minutes) <= biasMinutesMax ? at + minutes * 60_000 : Number.NaN, clock: "utc" };
}

const dateShape = /^(\d{1,2})-(\d{1,2})-(\d{4})$/;
const timeShape = /^(\d{1,2}):(\d\d):(\d\d)(?:\.(\d{1,9}))?([+-]\d{1,4})?$/;
const biasMinutesMax = 1_440;

// Entries of one day follow each other; the day is computed once. Sliced strings compare quickly.
let lastDate = "";
let lastDay = 0;

function dayOfMatch(date: string, match: RegExpExecArray): number {
  if (date === lastDate) return lastDay;
  lastDay = dayAt(Number(match[3]), Number(match[1]), Number(match[2]));
  lastDate = date;
  return lastDay;
}
