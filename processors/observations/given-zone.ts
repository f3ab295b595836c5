import type { ObserveContext } from "./observe-context.ts";

/** UTC − local time, at a moment written in local time. */
export function givenZone(zone: string, localMs: number): NonNullable<ObserveContext["zone"]> {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (fixed !== null) {
    const eastMs = (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000 * (fixed[1] === "-" ? -1 : 1);
    return { offsetMs: 0 - eastMs, trust: "zone-given" };
  }
  // Two steps: the offset at that moment taken as UTC is right, but for the hours around a change of the clock.
  const first = eastOf(zone, localMs);
  return { offsetMs: 0 - eastOf(zone, localMs - first), trust: "zone-given" };
}

function eastOf(zone: string, utcMs: number): number {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  const name = format.formatToParts(utcMs).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
}
