import { defaultMetricsOptions } from "../../processors/live.ts";
import type { ApiLimits } from "../../processors/api/index.ts";
import type { PartitionOptions } from "../../processors/live.ts";
import type { Config } from "../config/index.ts";
import { liveHostOf } from "./live-hosts.ts";
import { liveZoneOf, zoneRulesOf } from "../collecting/index.ts";

/** What the configuration says of a partition. `zone`: of local clocks where nothing else is known; null: unknown. */
export function partitionOptionsOf(config: Config, zone: string | null): PartitionOptions {
  const { allowanceMs, silentMs, lifetimeMs, reportedMs, observationsMax, statusFilesMax } = config.live;
  return {
    hostOf: liveHostOf,
    zoneOf: liveZoneOf(zoneRulesOf(config, zone)),
    filesMax: config.collector.filesMax,
    statusFilesMax,
    heldMs: (format) => allowanceMs[format],
    silentMs,
    limits: { lifetimeMs, reportedMs, observationsMax },
    metrics: { ...defaultMetricsOptions, hostsMax: config.metrics.hostsMax },
  };
}

/** What the configuration says of the API and the page. */
export function apiLimitsOf({ api, live }: Config): Partial<ApiLimits> {
  return {
    connectionsMax: api.connectionsMax,
    eventReadersMax: api.streamsMax,
    pageRequestsMax: api.pageRequestsMax,
    urlCharsMax: api.queryBytesMax,
    silentMs: live.silentMs,
  };
}
