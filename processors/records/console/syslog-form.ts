import { clockAt, dayAt, msPerDay } from "../timestamp.ts";
import type { ConsoleParts } from "./console-parts.ts";

/**
 * What older systems and capture tools wrote:
 *
 *     entry = Mon SP day SP HH:MM:SS SP host SP process [ "[" pid "]" ] [ SP "<" level ">" ] ":" SP [ "(" word ")" SP ] text
 *
 * The word in parentheses (`(Note )`, `(Warn )`, `(Error)`) is the level that the program meant; `<Notice>` is the
 * system's. The stamp has no year and no zone: the year is the latest that does not lie behind the file's last change,
 * the clock is local. When the change is unknown there is no moment. Null when the line is not of this form.
 */
export function syslogForm(line: string, modifiedAt: number | null): ConsoleParts | null {
  const match = shape.exec(line);
  if (match === null) return null;
  const [, name = "", day = "", time = "", process = "", systemLevel = "", word = "", text = ""] = match;
  const month = months.indexOf(name) + 1;
  if (month === 0) return null;
  const level = word === "" ? systemLevel : word.trimEnd();
  const rest = { level, process: process.trimEnd(), text: text.trimEnd() };
  if (modifiedAt === null) return { at: null, clock: "none", ...rest };
  return {
    at: latest({ month, day: Number(day), time: clockAt(time, 0) }, modifiedAt + msPerDay),
    clock: "local",
    ...rest,
  };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const shape =
  /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d)(?:\.\d{1,9})? \S{1,253} ([^[\]<>:\n]{1,100})(?:\(\S{1,100}\))?(?:\[\d{1,10}\])?(?:\(\S{1,100}\))?(?: <([A-Za-z]{3,12})>)?: ?(?:\((Note|Warn|Error|Debug|Info|Notice|Warning) {0,3}\)[ :]{0,2})?([^]*)$/;

interface YearlessStamp {
  readonly month: number;
  readonly day: number;
  readonly time: number;
}

/** The last occurrence up to a limit (a day of grace covers the zone); NaN when no year has it: 29 February looks back up to eight years. */
function latest(stamp: YearlessStamp, limit: number): number {
  const limitYear = 1970 + Math.floor(limit / msPerDay / 365.2425);
  for (let year = limitYear + 1; year > limitYear - 9; year -= 1) {
    const at = dayAt(year, stamp.month, stamp.day) + stamp.time;
    if (at <= limit) return at;
  }
  return Number.NaN;
}
