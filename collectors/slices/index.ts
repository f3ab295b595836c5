export { mergeByTime } from "./merge-by-time.ts";
export type { MergeOptions, TimedSlice } from "./merge-by-time.ts";
export { slicesOf } from "./slices-of.ts";
