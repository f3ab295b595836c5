import { isoStamp } from "../timestamp.ts";
import type { ConsoleParts } from "./console-parts.ts";

/**
 * What `log show` prints; each style begins with a full date:
 *
 *     default = stamp SP thread SP level SP activity SP pid SP [ ttl SP ] process ":" SP text
 *     syslog  = stamp SP host SP process "[" pid "]" [ SP "<" level ">" ] ":" SP text
 *     compact = stamp SP level SP process "[" pid ":" thread "]" SP text
 *     stamp   = YYYY-MM-DD SP HH:MM:SS "." 1*9DIGIT [ ( "+" | "-" ) hhmm ]
 *
 * Of another style the whole rest is the text. Null when the line does not begin with such a stamp.
 */
export function logShowForm(line: string): ConsoleParts | null {
  const beginning = stampShape.exec(line);
  const stamp = beginning === null ? null : isoStamp(beginning[0]);
  if (beginning === null || stamp === null) return null;
  const rest = line.slice(beginning[0].length).trimStart();
  for (const style of styles) {
    const groups = style.exec(rest)?.groups;
    if (groups === undefined) continue;
    const { level = "", process = "", text = "" } = groups;
    return { ...stampOf(stamp), level, process, text: text.trimEnd() };
  }
  return { ...stampOf(stamp), level: "", process: "", text: rest };
}

function stampOf(stamp: { at: number; clock: string }): Pick<ConsoleParts, "at" | "clock"> {
  return { at: stamp.at, clock: stamp.clock === "utc" ? "utc" : "local" };
}

const stampShape = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?: ?[+-]\d{4}|Z)?(?=\s|$)/;

const styles: readonly RegExp[] = [
  /^0x[0-9a-f]{1,16}\s+(?<level>[A-Za-z]{3,12})\s+0x[0-9a-f]{1,16}\s+\d{1,10}\s+(?:\d{1,10}\s+)?(?<process>[^:\n]{1,100}):\s*(?<text>[^]*)$/i,
  /^\S{1,253}\s+(?<process>[^[\]\n]{1,100})\[\d{1,10}\](?:\s*<(?<level>[A-Za-z]{3,12})>)?:\s*(?<text>[^]*)$/,
  /^(?<level>[A-Za-z]{1,2})\s+(?<process>[^[\]\n]{1,100})\[\d{1,10}(?::[0-9a-f]{1,16})?\]\s*(?<text>[^]*)$/i,
];
