import { fleetMetrics, sourceMetrics } from "../processors/contract/index.ts";
import type { Metric } from "../processors/contract/index.ts";
import type { Duration } from "./alert.ts";

/** Names of recorded series that alerts build on; `records.ts` says what they are. */
export const recorded = {
  age: "host:scepscope_host_event_timestamp_seconds:age",
  history: "host:scepscope_host_event_timestamp_seconds:history",
  outage: "host:scepscope_host_read_timestamp_seconds:outage",
  live: "host:scep_recent_requests:live",
  decided: "host:scep_recent_requests:decided",
  failed: "host:scep_recent_requests:failed",
  decidedSpaced: "host:scep_recent_requests:decided_spaced",
  failedSpaced: "host:scep_recent_requests:failed_spaced",
  ambiguous: "host:scep_ambiguous_candidates_total:ratio_rate6h",
  busAway: "job:scepscope_bus_away:all",
  stalled: "instance:scepscope_batches_total:stalled",
} as const;

/**
 * What a counter rose by, summed over processes: a partition may have moved from one to another meanwhile, and goes on there at the same value. Where it was made again
 * from what the bus still holds its totals may be less than before, which `increase` would take for a new beginning: such a partition says nothing for a window.
 * Most counters stand still most of the time, and are left out before anything is put together: nothing is there where nothing rose.
 */
export function rise(
  metric: Metric,
  labels: string,
  { window, by = "host" }: { readonly window: Duration; readonly by?: string },
): string {
  return `sum by (${by}) (increase(${series(metric, labels)}[${window}]) > 0 ${unlessRebuilt(window)})`;
}

/** Left of it stand series of partitions. On one box there are none, and nothing is left out. */
export function unlessRebuilt(window: Duration): string {
  return `unless on (job, partition) max_over_time(${fleetMetrics.rebuilding.name}[${window}]) > 0`;
}

/**
 * Gauges that are added up. While a partition changes hands two processes may show it for the length of a scrape: it counts once, and what several partitions say of
 * one label is added.
 */
export function owned(metric: Metric, labels: string, by = "host"): string {
  const own = ["job", "partition", ...metric.labels.map(({ name }) => name)].join(", ");
  return `sum by (${by}) (max by (${own}) (${series(metric, labels)}))`;
}

/**
 * Left of it a host is accused of what it did not do. What happens between the last scrape of the process that gave it up and the first of the one that took it up is in no
 * rate, so for a window after that nothing is concluded from what is missing.
 */
export function unlessMoved(window: Duration): string {
  return `unless on (host) count by (host) (present_over_time(${series(sourceMetrics.hostEventAt)}[${window}])) > 1`;
}

/**
 * How often something happened within the window, by counters that begin anew with their process: what a young one had counted before it was first scraped is all within
 * it, and would be in no increase.
 */
export function happened(
  metric: Metric,
  labels: string,
  { window, by }: { readonly window: Duration; readonly by: string },
): string {
  const counter = series(metric, labels);
  const isYoung = `on (job, instance) time() - scepscope_process_start_time_seconds < ${secondsOf(window)}`;
  const own = ["job", "instance", ...metric.labels.map(({ name }) => name)].join(", ");
  return `sum by (${by}) ((${counter} and ${isYoung}) or on (${own}) increase(${counter}[${window}]))`;
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

/** A quoted alternative of ids: their full stop is no wildcard. */
export function anyOf(ids: readonly string[]): string {
  return `"${ids.map((id) => id.replaceAll(".", "[.]")).join("|")}"`;
}

export function indented(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}

const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

export function secondsOf(duration: Duration): number {
  const [, count = "", unit = "s"] = /^(\d+)([smhd])$/.exec(duration) ?? [];
  return Number(count) * (new Map(Object.entries(unitSeconds)).get(unit) ?? 1);
}
