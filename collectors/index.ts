export { devicesOf, isReadFailure, openBundle, readRange, sniff, wantedBy } from "./files/index.ts";
export type {
  Bundle,
  BundleFile,
  BundleLimits,
  BundleOptions,
  ByteReader,
  ReadFailure,
  SkipReason,
  Sniffed,
  Unreadable,
} from "./files/index.ts";
export { mergeByTime, slicesOf } from "./slices/index.ts";
export type { MergeOptions, TimedSlice } from "./slices/index.ts";
export { fileCheckpoint, generationsOf, memoryCheckpoint, replaceFile } from "./checkpoint/index.ts";
export type { Checkpoint, SavedFile } from "./checkpoint/index.ts";
export { collect } from "./collect.ts";
export { collectLimits } from "./collect-limits.ts";
export type { CollectLimits } from "./collect-limits.ts";
export type { CollectEvent, CollectOptions, Place, SourceBeside, WatchFolder } from "./collect-options.ts";
export { askWevtutil, followEventLogs, keptFiles, usualChannels } from "./event-logs/index.ts";
export type { ChannelTrouble, EventChannel, KeptFilesOptions } from "./event-logs/index.ts";
export { statusIdsOf } from "./follow/index.ts";
export { defaultPlaces } from "./default-places.ts";
export { watchFolder } from "./files/index.ts";
