import type { Slice } from "../collectors/contract/index.ts";
import { stampOf } from "./first-stamp.ts";

/**
 * The first and the oldest stamp of the events in a slice, ms UTC; null when it holds none. For putting files in order, not for binding: an event that the cut
 * of the slice divides may be missed.
 */
export function oldestStamp(slice: Slice): { readonly firstMs: number; readonly oldestMs: number } | null {
  const stamps = slice.file.format === "evtx" ? binaryStamps(slice.bytes) : writtenStamps(slice.bytes);
  let firstMs = Number.NaN;
  let oldestMs = Number.POSITIVE_INFINITY;
  for (const stamp of stamps) {
    if (Number.isNaN(firstMs)) firstMs = stamp;
    if (stamp < oldestMs) oldestMs = stamp;
  }
  return Number.isNaN(firstMs) ? null : { firstMs, oldestMs };
}

const attribute = /SystemTime=["'](\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)/g;

function* writtenStamps(bytes: Uint8Array): Generator<number> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString("latin1")
    .replaceAll("\0", "");
  for (const [, stamp = ""] of text.matchAll(attribute)) yield stampOf(stamp);
}

/** A record of an .evtx begins with `**` and two zeros, its size (4 bytes), its id (8), and its time as FILETIME (8): libyal's description of the format. */
const recordMark = Buffer.from([0x2a, 0x2a, 0, 0]);
const timeOffset = 16;
/** FILETIME counts 100 ns since 1601. */
const epochTicks = 116_444_736_000_000_000n;

function* binaryStamps(bytes: Uint8Array): Generator<number> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = buffer.indexOf(recordMark); at >= 0; at = buffer.indexOf(recordMark, at + 8)) {
    if (at + timeOffset + 8 > buffer.length) return;
    const ms = Number((buffer.readBigUInt64LE(at + timeOffset) - epochTicks) / 10_000n);
    if (ms > 0 && ms < latestMs) yield ms;
  }
}

/** Year 2100: beyond it the mark stood in other bytes by chance. */
const latestMs = 4_102_444_800_000;
