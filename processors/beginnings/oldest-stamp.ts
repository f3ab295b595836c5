import { utf16Bytes } from "../../collectors/contract/index.ts";
import type { Slice } from "../../collectors/contract/index.ts";
import { stampOf } from "./first-stamp.ts";

/**
 * The first and the oldest stamp of the events in a slice, ms UTC; null when it holds none. For putting files in order, not for binding: an event that the cut
 * of the slice divides may be missed.
 */
export function oldestStamp(slice: Slice): Stamps | null {
  const bytes = Buffer.from(slice.bytes.buffer, slice.bytes.byteOffset, slice.bytes.length);
  if (slice.file.format === "evtx") return leastOf(binaryStamps(bytes));
  return writtenStamps(bytes, 1) ?? writtenStamps(bytes, 2);
}

interface Stamps {
  readonly firstMs: number;
  readonly oldestMs: number;
}

/** The mark before a stamp, as its characters follow each other at every byte and, whichever way round, in UTF-16. */
const marks = { 1: Buffer.from("SystemTime="), 2: utf16Bytes("SystemTime=", "utf-16le").subarray(0, -1) };
const form = "0000-00-00T00:00:00";

/** `SystemTime="2026-11-22T10:00:00`, with either quote. A log has one for each event: only the first and the oldest are made a time. */
function writtenStamps(bytes: Buffer, width: 1 | 2): Stamps | null {
  const mark = marks[width];
  let first = -1;
  let oldest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) {
    const from = stampAfter(bytes, at + mark.length - 1 + width, width);
    const digits = from < 0 ? Number.NaN : digitsAt(bytes, from, width);
    if (Number.isNaN(digits)) continue;
    if (first < 0) first = from;
    if (digits < least) {
      least = digits;
      oldest = from;
    }
  }
  if (first < 0) return null;
  const timeAt = (from: number): number =>
    stampOf(bytes.toString("latin1", from, from + form.length * width).replaceAll("\0", ""));
  return { firstMs: timeAt(first), oldestMs: timeAt(oldest) };
}

/** Where the stamp begins behind its quote; -1: no quote. */
function stampAfter(bytes: Buffer, quoteAt: number, width: number): number {
  const quote = bytes[quoteAt];
  return quote === 0x22 || quote === 0x27 ? quoteAt + width : -1;
}

/** All digits of a stamp as one number, which orders as the time does, but for days that do not exist; NaN: it has another form. */
function digitsAt(bytes: Buffer, from: number, width: number): number {
  let digits = 0;
  for (let index = 0; index < form.length; index += 1) {
    const byte = bytes[from + index * width] ?? 0;
    const wanted = form.charCodeAt(index);
    if (wanted === zero ? byte < zero || byte > zero + 9 : byte !== wanted) return Number.NaN;
    if (wanted === zero) digits = digits * 10 + byte - zero;
  }
  return digits;
}

const zero = 0x30;

function leastOf(stamps: Iterable<number>): Stamps | null {
  let firstMs = Number.NaN;
  let oldestMs = Number.POSITIVE_INFINITY;
  for (const stamp of stamps) {
    if (Number.isNaN(firstMs)) firstMs = stamp;
    if (stamp < oldestMs) oldestMs = stamp;
  }
  return Number.isNaN(firstMs) ? null : { firstMs, oldestMs };
}

/** A record of an .evtx begins with `**` and two zeros, its size (4 bytes), its id (8), and its time as FILETIME (8): libyal's description of the format. */
const recordMark = Buffer.from([0x2a, 0x2a, 0, 0]);
const timeOffset = 16;
/** FILETIME counts 100 ns since 1601. */
const epochTicks = 116_444_736_000_000_000n;

function* binaryStamps(buffer: Buffer): Generator<number> {
  for (let at = buffer.indexOf(recordMark); at >= 0; at = buffer.indexOf(recordMark, at + 8)) {
    if (at + timeOffset + 8 > buffer.length) return;
    const ms = Number((buffer.readBigUInt64LE(at + timeOffset) - epochTicks) / 10_000n);
    if (ms > 0 && ms < latestMs) yield ms;
  }
}

/** Year 2100: beyond it the mark stood in other bytes by chance. */
const latestMs = 4_102_444_800_000;
