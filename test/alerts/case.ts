import type { AlertName } from "../../alerts/index.ts";

/** Series in the notation of promtool: a sample a minute from minute 0 on. */
export type SeriesSet = Readonly<Record<string, string>>;

/** What one alert promises. */
export interface AlertCase {
  readonly alert: AlertName;
  /** Labels of the alert that come from the metrics. */
  readonly labels: Readonly<Record<string, string>>;
  /** It fires at `at` and has ended at `endsAt`. */
  readonly fires: SeriesSet;
  readonly at: `${number}m`;
  readonly endsAt: `${number}m`;
  /** It does not fire at `at`. */
  readonly below: SeriesSet;
  /** What stands for `$value` in its text. */
  readonly now: string;
  /** Others that rightly fire with it. */
  readonly also?: readonly AlertName[];
  /** What is counted up from what is recorded every quarter of an hour; left out: every minute. */
  readonly evaluatedEvery?: "15m";
  /** In place of the target that is scraped all the time. */
  readonly withoutTarget?: boolean;
}

const minutes = 300;

/** The same all the time. */
export function flat(value: number): string {
  return `${value}x${minutes}`;
}

/** So much for the first minutes, then another value. */
export function changing(value: number, forMinutes: number, next: number | "stale"): string {
  return next === "stale" ? `${value}x${forMinutes} stale` : `${value}x${forMinutes} ${next}x${minutes}`;
}

/** A counter that rises by so much each minute. */
export function rising(perMinute: number): string {
  return `0+${perMinute}x${minutes}`;
}

/** A counter at zero that has risen by this at minute 6 and stays. */
export function burst(count: number): string {
  return `0x5 ${count}x${minutes}`;
}

/** A time stamp that keeps up with the clock, so many seconds behind it. Clocks begin at zero. */
export function clock(behindSeconds = 0): string {
  return `${-behindSeconds}+60x${minutes}`;
}

/** A time stamp that keeps up for so many minutes, stops, and is up to date again afterwards. */
export function clockStops(atMinute: number, forMinutes: number): string {
  const back = (atMinute + forMinutes + 1) * 60;
  return `0+60x${atMinute} ${atMinute * 60}x${forMinutes - 1} ${back}+60x${minutes}`;
}

/** A host that is read up to now. */
export const readHost: SeriesSet = {
  'scepscope_host_event_timestamp_seconds{host="ndes01"}': clock(),
  'scepscope_host_passed_timestamp_seconds{host="ndes01"}': clock(90),
};

/** What is there from the beginning on every host: counters at zero. */
export function response(call: string, code: string): string {
  return `scep_http_responses_total{host="ndes01",call="${call}",code="${code}"}`;
}

export function recent(outcome: string, cause: string): string {
  return `scep_recent_requests{host="ndes01",outcome="${outcome}",cause="${cause}"}`;
}

export function problem(cause: string): string {
  return `scep_host_problems{host="ndes01",cause="${cause}"}`;
}

export const onNdes01 = { host: "ndes01" } as const;
