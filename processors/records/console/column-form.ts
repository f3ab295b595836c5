import { clockAt, dateAt, fractionMs, msPerDay, offsetMs } from "../timestamp.ts";
import type { ConsoleParts } from "./console-parts.ts";

/**
 * What Console.app copies, its columns separated by blanks (older) or tabs (newer, then a process name may hold blanks):
 *
 *     entry = level SEP [ date SP ] time [ SP ] zone SEP process SEP text
 *     level = default | info | debug | error | fault …, in any case
 *     time  = HH:MM:SS "." 1*9DIGIT        zone = ( "+" | "-" ) hhmm
 *
 * Without a date only the time of day is known. Null when the line is not of this form.
 */
export function columnForm(line: string): ConsoleParts | null {
  const match = shape.exec(line);
  if (match === null) return null;
  const [, level = "", date = "", time = "", fraction = "", zone = "", tabbed, spaced, text = ""] = match;
  const rest = { level, process: tabbed ?? spaced ?? "", text: text.trimEnd() };
  const inUtc = clockAt(time, 0) - offsetMs(zone);
  if (date !== "") return { at: dateAt(date, 0) + inUtc + fractionMs(fraction), clock: "utc", ...rest };
  return { at: ((inUtc + msPerDay) % msPerDay) + fractionMs(fraction), clock: "time-of-day", ...rest };
}

const shape =
  /^([A-Za-z]{3,12})[ \t]+(?:(\d{4}-\d\d-\d\d)[ T])?(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))? ?([+-]\d{4})(?:\t([^\t\n]{1,100})\t|[ \t]+([^\s]{1,100})(?:[ \t]+|$))([^]*)$/;
