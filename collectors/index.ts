export { devicesOf, isReadFailure, openBundle, readRange, sniff } from "./files/index.ts";
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
