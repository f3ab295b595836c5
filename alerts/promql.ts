import type { Metric } from "../processors/contract/index.ts";
import type { Duration } from "./alert.ts";

/** Names of recorded series that alerts build on; `records.ts` says what they are. */
export const recorded = {
  history: "host:scepscope_host_event_timestamp_seconds:history",
  outage: "host:scepscope_host_read_timestamp_seconds:outage",
  live: "host:scep_recent_requests:live",
  decided: "host:scep_recent_requests:decided",
  ambiguous: "host:scep_ambiguous_candidates_total:ratio_rate6h",
} as const;

/** What a counter rose by, summed over processes: a partition may have moved from one to another meanwhile. */
export function rise(
  metric: Metric,
  labels: string,
  { window, by = "host" }: { readonly window: Duration; readonly by?: string },
): string {
  return `sum by (${by}) (increase(${series(metric, labels)}[${window}]))`;
}

/** The greatest value that any process tells. */
export function greatest(metric: Metric, labels = "", by = "host"): string {
  return `max by (${by}) (${series(metric, labels)})`;
}

export function series({ name }: Metric, labels = ""): string {
  return labels === "" ? name : `${name}{${labels}}`;
}

/** Recent requests of hosts that are read up to now. */
export function live(labels: string, by = "host"): string {
  return `sum by (${by}) (${recorded.live}{${labels}})`;
}

/**
 * Left of it stands what counters rose by within a window. Where old logs were read at any moment of it, that is history: nobody is woken for last week, neither by
 * a new collector nor by a processor that rebuilds its state.
 */
export function unlessHistory(condition: string, window: Duration): string {
  return `(\n${indented(condition)}\n)\nunless on (host) present_over_time(${recorded.history}[${window}])`;
}

/** Signs of host trouble that came within the window: most are counted for good, so that only what is added means that it happens again. */
export function addedSigns(metric: Metric, labels: string, window: Duration): string {
  return `${greatest(metric, labels)} - on (host) min by (host) (min_over_time(${series(metric, labels)}[${window}]))`;
}

/**
 * The same where the gauge is absent as long as there is no sign: what was not there a window ago, on a host that was watched then, is all new.
 */
export function firstSigns(
  metric: Metric,
  labels: string,
  { window, seen }: { readonly window: Duration; readonly seen: Metric },
): string {
  const now = greatest(metric, labels);
  const before = `max by (host) (${series(metric, labels)} offset ${window})`;
  return `(\n  ${now} - on (host) ${before}\n  or on (host) (${now} and on (host) max by (host) (${series(seen)} offset ${window}))\n)`;
}

export function indented(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}

const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

export function secondsOf(duration: Duration): number {
  const [, count = "", unit = "s"] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  return Number(count) * (new Map(Object.entries(unitSeconds)).get(unit) ?? 1);
}
