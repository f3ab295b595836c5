import {
  fleetMetrics,
  healthMetrics,
  readMetrics,
  requestMetrics,
  sourceMetrics,
} from "../processors/contract/index.ts";
import type { Metric } from "../processors/contract/index.ts";
import type { Duration, Recording } from "./alert.ts";
import { greatest, owned, recorded, rise, secondsOf, series, unlessRebuilt } from "./promql.ts";
import { recordedRise } from "./sums.ts";

const { clockOffset, condition, hostEventAt, hostReadAt, passedAt } = sourceMetrics;
const { late, records, rejected } = readMetrics;
const { recent, boundRecords, candidates, stageDuration } = requestMetrics;

/** Older than this a log is history: what it tells is no reason to get up. */
const historySeconds = 3600;
const outageSeconds = 120;
/** A host that has written nothing for so long has no recent requests, whatever its gauge still shows. */
const liveSeconds = 900;

/**
 * Seconds since a moment that the clock of the host has told: one that is an hour wrong makes its news neither history nor news for an hour longer. A processor of an earlier version
 * does not tell how far it is off.
 */
function ageOf(stamp: Metric): string {
  const age = `time() - ${greatest(stamp)}`;
  return `(${age} - on (host) ${greatest(clockOffset)} or on (host) ${age})`;
}

const spacing = "15m";
const spacedFromSeconds = 3600;

/**
 * Each request is in the gauge of recent ones for a quarter of an hour. Who looks back over hours or days needs it no more often than this: each request once, from a fifteenth of
 * the samples, which are what a window of three days costs.
 */
export const spacedRecordings: { readonly interval: Duration; readonly recordings: readonly Recording[] } = {
  interval: spacing,
  recordings: [
    {
      record: recorded.decidedSpaced,
      expression: () => recorded.decided,
      meaning: "The decided requests of the last quarter of an hour, every quarter of an hour.",
    },
    {
      record: recorded.failedSpaced,
      expression: () => recorded.failed,
      meaning: "Of these, the ones that failed.",
    },
    ...[candidates, boundRecords, records, rejected, late].map((metric) => ({
      record: recordedRise(metric, "", spacing),
      expression: () => rise(metric, "", { window: spacing }),
      meaning:
        "What rose in a quarter of an hour, every quarter of an hour: windows of hours are put together from it.",
    })),
  ],
};

/** What one of these counters rose by: within an hour or more put together from what is recorded, so that a rule need not read each scrape of each series. */
export function spacedRise(metric: Metric, window: Duration): string {
  return secondsOf(window) < spacedFromSeconds
    ? rise(metric, "", { window })
    : `sum_over_time(${recordedRise(metric, "", spacing)}[${window}])`;
}

/** In the order in which they need each other. */
export const recordings: readonly Recording[] = [
  {
    record: recorded.age,
    expression: () => ageOf(hostEventAt),
    meaning: "Seconds since the newest event of the host, by its own clock as far as that is known.",
  },
  {
    record: recorded.history,
    expression: () =>
      [
        `${recorded.age} > ${historySeconds}`,
        `unless on (host) ${ageOf(passedAt)} <= ${historySeconds}`,
      ].join("\n"),
    meaning:
      "Seconds by which what is read of a host lies behind; there only while that is more than an hour: then it is history.",
  },
  {
    record: recorded.outage,
    expression: () =>
      [
        `time() - ${greatest(hostReadAt)} > ${outageSeconds}`,
        `or on (host) ${greatest(condition, 'condition=~"missing|denied|failing"')} > 0`,
      ].join("\n"),
    meaning: "There while a host is silent or one of its logs is away: what comes afterwards is late.",
  },
  {
    record: recorded.live,
    expression: () =>
      [owned(recent, "", "host, outcome, cause"), `and on (host) ${recorded.age} < ${liveSeconds}`].join(
        "\n",
      ),
    meaning: "Requests of the last quarter of an hour, of hosts whose newest event is not older than that.",
  },
  {
    record: recorded.decided,
    expression: () => `sum by (host) (${recorded.live}{outcome=~"failed|succeeded"})`,
    meaning: "Of these, the ones that succeeded or failed.",
  },
  {
    record: recorded.failed,
    expression: () => `sum by (host) (${recorded.live}{outcome="failed"})`,
    meaning: "Of these, the ones that failed.",
  },
  {
    record: `host:${requestMetrics.recent.name}:failed_ratio`,
    expression: () => `${recorded.failed} / on (host) (${recorded.decided} > 0)`,
    meaning: "Part of the decided requests of the last quarter of an hour that failed.",
  },
  {
    record: `stage:${stageDuration.name}:p90_1h`,
    expression: () =>
      `histogram_quantile(0.9, sum by (stage, le) (rate(${stageDuration.name}_bucket[1h]) ${unlessRebuilt("1h")}))`,
    meaning: "Nine of ten final requests of the last hour took no longer for a stage.",
  },
  {
    record: recorded.ambiguous,
    expression: () => `${spacedRise(candidates, "6h")} / on (host) ${spacedRise(boundRecords, "6h")}`,
    meaning: "Records that might belong to several requests, for each that is bound to one.",
  },
  {
    record: recorded.busAway,
    expression: () => {
      const away = series(fleetMetrics.busAway);
      return `count by (job) (${away}) and on (job) min by (job) (${away}) > 0`;
    },
    meaning: "Processors of a fleet whose bus does not answer; there only while it answers none of them.",
  },
  {
    record: recorded.stalled,
    expression: () => {
      const instance = "job, instance";
      return [
        `sum by (${instance}) (increase(${series(healthMetrics.batches)}[3m])) < 1`,
        `and on (${instance}) (`,
        `  sum by (${instance}) (increase(${series(fleetMetrics.commitFailures)}[10m])) > 0`,
        `  or on (${instance}) min by (${instance}) (min_over_time(${series(healthMetrics.busBytes)}[3m])) > 0`,
        ")",
      ].join("\n");
    },
    meaning: "There while a process keeps nothing although it tries to, or has something to keep.",
  },
];
