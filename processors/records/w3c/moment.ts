import type { Clock } from "../record.ts";
import type { Columns } from "./columns.ts";
import { dayOf, timeOf, type Words } from "./words.ts";

export interface MomentColumns {
  readonly date: number;
  readonly time: number;
  /** What the header lets a row say of its moment. */
  readonly clock: Clock;
}

export function momentColumns(columns: Columns): MomentColumns {
  const date = columns.at("date");
  const time = columns.at("time");
  return { date, time, clock: time < 0 ? "none" : date < 0 ? "time-of-day" : "utc" };
}

/** Always UTC (Microsoft, "W3C Logging"). Without a date column the time of day, without a time column null; NaN for a moment that does not exist. */
export function momentOf(words: Words, when: MomentColumns): number | null {
  const day = when.date < 0 ? 0 : dayOf(words, when.date);
  if (when.time < 0) return Number.isNaN(day) ? day : null;
  return day + timeOf(words, when.time);
}
