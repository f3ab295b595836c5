import { hostname } from "node:os";
import { defaultMetricsOptions } from "../../processors/live.ts";
import type { ApiLimits } from "../../processors/api/index.ts";
import type { PartitionOptions } from "../../processors/live.ts";
import { hostLabel } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { liveHostOf } from "./live-hosts.ts";
import { liveZoneOf } from "./live-zones.ts";
import type { ZoneRules } from "./live-zones.ts";

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

export function zoneRulesOf(config: Config, zone: string | null): ZoneRules {
  return {
    zones: new Map(config.zones.map((rule) => [hostLabel(rule.host), rule.zone])),
    usual: zone,
    here: { host: hostname(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
  };
}

/**
 * For a collector whose processors are others, and only puts files in order: a local clock without a zone in the configuration stays where it is. That of the machine is
 * no ground, since the processors do not know it.
 */
export function configuredZoneOf(config: Config): PartitionOptions["zoneOf"] {
  const zoneOf = liveZoneOf(zoneRulesOf(config, null));
  const named = new Set(config.zones.map(({ host }) => hostLabel(host)));
  return (file, at) => (named.has(hostLabel(file.host)) ? zoneOf(file, at) : null);
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
