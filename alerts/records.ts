import {
  fleetMetrics,
  healthMetrics,
  hostMetrics,
  readMetrics,
  requestMetrics,
  sourceMetrics,
} from "../processors/contract/index.ts";
import type { Recording } from "./alert.ts";
import { greatest, happened, owned, recorded, rise, series, unlessRebuilt } from "./promql.ts";

const { condition, hostEventAt, hostReadAt, passedAt } = sourceMetrics;
const { recent, boundRecords, candidates, stageDuration } = requestMetrics;

/** Older than this a log is history: what it tells is no reason to get up. */
const historySeconds = 3600;
const outageSeconds = 120;
/** A host that has written nothing for so long has no recent requests, whatever its gauge still shows. */
const liveSeconds = 900;

/** In the order in which they need each other. */
export const recordings: readonly Recording[] = [
  {
    record: recorded.history,
    expression: () =>
      [
        `time() - ${greatest(hostEventAt)} > ${historySeconds}`,
        `unless on (host) time() - ${greatest(passedAt)} <= ${historySeconds}`,
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
      [
        owned(recent, "", "host, outcome, cause"),
        `and on (host) time() - ${greatest(hostEventAt)} < ${liveSeconds}`,
      ].join("\n"),
    meaning: "Requests of the last quarter of an hour, of hosts whose newest event is not older than that.",
  },
  {
    record: recorded.decided,
    expression: () => `sum by (host) (${recorded.live}{outcome=~"failed|succeeded"})`,
    meaning: "Of these, the ones that succeeded or failed.",
  },
  {
    record: `host:${requestMetrics.recent.name}:failed_ratio`,
    expression: () =>
      `sum by (host) (${recorded.live}{outcome="failed"}) / on (host) (${recorded.decided} > 0)`,
    meaning: "Part of the decided requests of the last quarter of an hour that failed.",
  },
  {
    record: `host:${hostMetrics.responses.name}:rate5m`,
    expression: () =>
      `sum by (host, call, code) (rate(${series(hostMetrics.responses)}[5m]) ${unlessRebuilt("5m")})`,
    meaning: "Calls a second, by kind and status.",
  },
  {
    record: `stage:${stageDuration.name}:p90_1h`,
    expression: () =>
      `histogram_quantile(0.9, sum by (stage, le) (rate(${stageDuration.name}_bucket[1h]) ${unlessRebuilt("1h")}))`,
    meaning: "Nine of ten final requests of the last hour took no longer for a stage.",
  },
  {
    record: recorded.ambiguous,
    expression: () =>
      `${rise(candidates, "", { window: "6h" })} / on (host) (${rise(boundRecords, "", { window: "6h" })} > 0)`,
    meaning: "Records that might belong to several requests, for each that is bound to one.",
  },
  {
    record: `host:${readMetrics.records.name}:rate5m`,
    expression: () => `sum by (host) (rate(${series(readMetrics.records)}[5m]) ${unlessRebuilt("5m")})`,
    meaning: "Log entries a second.",
  },
  {
    record: recorded.busAway,
    expression: () =>
      [
        `${happened(fleetMetrics.busFailures, "", { window: "1d", by: "job" })} >= 1`,
        `unless on (job) sum by (job) (increase(${series(healthMetrics.batches)}[3m])) > 0`,
      ].join("\n"),
    meaning:
      "How often the bus of a fleet stopped answering within a day; there only while none of its processors keeps anything.",
  },
];
