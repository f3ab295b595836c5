/** The other front door of the processors: what a composition root needs that follows logs live. `analyze` does without, and must not load it. */
export { keeperLimits } from "./keeper/index.ts";
export type { Keeper, KeeperEvent } from "./keeper/index.ts";
export {
  busStanding,
  storeStanding,
  createExposer,
  createFleetCounts,
  defaultMetricsOptions,
  isOfDevice,
  partitionStanding,
} from "./metrics/index.ts";
export type { Exposer, FleetCounts, LiveRequest, LiveView } from "./metrics/index.ts";
export type { PartitionOptions } from "./partition/index.ts";
export { keptFiles, verifyPartition } from "./verify.ts";
export type { Difference, KeptFiles, Verified } from "./verify.ts";
export { processBatches } from "./process.ts";
export { createPseudonyms, disguisedLookup } from "./pseudonyms/index.ts";
export type { Pseudonyms } from "./pseudonyms/index.ts";
export { createMemoryBus } from "./sources/index.ts";
export type { MemoryBus } from "./sources/index.ts";
export { createMemoryStore, holdFolder, lookAtFile, openSqliteStore } from "./state/index.ts";
export type { SqliteStoreEvent, SqliteStoreOptions } from "./state/index.ts";
