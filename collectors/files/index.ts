export type { Bundle, BundleFile, BundleLimits, ByteReader, SkipReason, Unreadable } from "./bundle.ts";
export { devicesOf } from "./host-of.ts";
export { openBundle } from "./open-bundle.ts";
export type { BundleOptions } from "./open-bundle.ts";
export { isReadFailure } from "./read-failure.ts";
export type { ReadFailure } from "./read-failure.ts";
export { readRange } from "./read-range.ts";
export { sniff } from "./sniff.ts";
export type { Sniffed } from "./sniff.ts";
