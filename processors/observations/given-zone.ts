import type { Zone } from "./observe-context.ts";

/**
 * UTC − local time, at a moment written in local time. Where the clock is put back a stamp comes twice: then `laterMs` is that of the second time. Where it is put
 * forward some stamps never come: they are taken as by a clock that was not put forward yet, and doubted.
 */
export function givenZone(zone: string, localMs: number): Zone {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (fixed !== null) {
    const eastMs = (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000 * (fixed[1] === "-" ? -1 : 1);
    return { offsetMs: 0 - eastMs, trust: "zone-given" };
  }
  const before = eastOf(zone, localMs - dayMs);
  const after = eastOf(zone, localMs + dayMs);
  if (before === after) return { offsetMs: 0 - before, trust: "zone-given" };
  const isBefore = eastOf(zone, localMs - before) === before;
  const isAfter = eastOf(zone, localMs - after) === after;
  if (isBefore && isAfter) return { offsetMs: 0 - before, laterMs: 0 - after, trust: "zone-given" };
  if (isAfter) return { offsetMs: 0 - after, trust: "zone-given" };
  return { offsetMs: 0 - before, trust: isBefore ? "zone-given" : "zone-doubtful" };
}

/** No place is more than 14 hours from UTC, and none changes its clock twice in two days. */
const dayMs = 86_400_000;

function eastOf(zone: string, utcMs: number): number {
  const name = formatOf(zone)
    .formatToParts(utcMs)
    .find(({ type }) => type === "timeZoneName")?.value;
  const [, sign = "+", hours = "0", minutes = "0"] = /^GMT([+-])(\d\d):(\d\d)/.exec(name ?? "") ?? [];
  return (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
}

// To make one takes longer than to ask it; this is a cache and changes no result.
let lastZone = "";
let lastFormat: Intl.DateTimeFormat | null = null;

function formatOf(zone: string): Intl.DateTimeFormat {
  if (lastFormat !== null && zone === lastZone) return lastFormat;
  lastFormat = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  lastZone = zone;
  return lastFormat;
}
