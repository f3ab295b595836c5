import type { PartitionOptions } from "../../processors/live.ts";
import type { Config } from "../config/index.ts";
import { partitionOptionsOf } from "../up/limits.ts";

/** What waits for more collectors is in memory. */
const gatherBytesMax = 32 * 1024 * 1024;

/** What the configuration says of a partition of a fleet: other partitions have other hosts, and its own begin one after the other. */
export function fleetPartitionOf(config: Config, zone: string | null): PartitionOptions {
  return {
    ...partitionOptionsOf(config, zone),
    isOneOfMany: true,
    gather: { ms: config.kafka.initialDelayMs, bytesMax: gatherBytesMax },
  };
}
