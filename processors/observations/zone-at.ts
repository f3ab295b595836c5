import { timeOn } from "./clock-way.ts";
import type { ClockWay } from "./clock-way.ts";
import type { Zone } from "./observe-context.ts";

/** A collector's clock, and that of the host whose log it reads, may differ by so much. */
const slackMs = 5 * 60_000;
/** A log that is followed is read so soon. */
const soonMs = 10 * 60_000;

/**
 * The zone of one record. In an hour that comes twice it is the log's way that tells which time it is, or that the second one had not come yet when it was read. Where nothing
 * tells it is one of the two, and doubted: the second one where it was read just after that, as of a quiet log that is followed; else the first.
 */
export function zoneAt(
  reading: Zone | null,
  record: { readonly at: number; readonly offset: number },
  { way, readAt }: { readonly way: ClockWay; readonly readAt: number | null },
): Zone | null {
  if (reading?.laterMs === undefined) return reading;
  const { offsetMs, laterMs, trust } = reading;
  const time = timeOn(way, record, laterMs - offsetMs);
  const sinceSecondMs = (readAt ?? Number.POSITIVE_INFINITY) - (record.at + laterMs);
  if (time === "first" || (time === null && sinceSecondMs < -slackMs)) return { offsetMs, trust };
  if (time === "second") return { offsetMs: laterMs, trust };
  return { offsetMs: sinceSecondMs < soonMs ? laterMs : offsetMs, trust: "zone-doubtful" };
}
