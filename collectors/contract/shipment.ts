import type { Format } from "./formats.ts";
import type { Slice } from "./slice.ts";

/**
 * What a collector ships, in order per host. Slices of a file are contiguous: a processor that keeps one position per file drops what it has seen (a
 * collector that crashed ships again) and proves what it has not (a gap).
 */
export type Shipment = ShippedSlice | SourceReport;

/**
 * Consecutive whole records of one file; only a record that is longer than a slice, or the end of a file that will not grow, is cut elsewhere. Without any bytes it tells the
 * end of its file, or only how far its host has come (`floor`).
 */
export interface ShippedSlice {
  readonly type: "slice";
  readonly slice: Slice;
  /** Name of its source in the reports of the host. */
  readonly source: string;
  /** What a reader that starts at this slice must know: for IIS and HTTPERR the `#Fields` line in force, else `""`. */
  readonly context: string;
  /** When the bytes were read, ms UTC by the collector's clock. */
  readonly readAt: number;
  /**
   * No record of this host in this slice or a later one is older, as far as the first stamps of slices tell, ms; null: no stamp. While a backlog is shipped in
   * order of event time, this is how far the host has come.
   */
  readonly floor: number | null;
  /** When the bus took it, ms UTC by the bus's own clock; left out: it does not tell. Only a reader knows it. */
  readonly arrivedAt?: number;
}

/** The heartbeat of a host: how far each of its sources was shipped when it was looked at. Comes behind the slices that it speaks of. */
export interface SourceReport {
  readonly type: "sources";
  /** As in the files of these sources. */
  readonly host: string;
  /** When it was looked, ms UTC by the collector's clock. */
  readonly readAt: number;
  /** As of a slice. */
  readonly arrivedAt?: number;
  /** The process that has looked, by a name that no other one and no other start of it has; left out: it does not tell. */
  readonly collector?: string;
  readonly sources: readonly SourceState[];
}

export const sourceConditions = [
  "current", // all that was there is shipped
  "behind", // there is more, and it is being shipped
  "missing", // its folder or file does not exist
  "denied", // it must not be read
  "failing", // it cannot be read: a share that hangs, a disk error
] as const;
export type SourceCondition = (typeof sourceConditions)[number];

/** The files of one folder (or pattern) and format: a log and what it is rotated into. */
export interface SourceState {
  /** As shown to people, unique within its host. */
  readonly name: string;
  /** Null while no file of it was seen. */
  readonly format: Format | null;
  readonly condition: SourceCondition;
  /** What the operating system said, with a remedy; `""` when all is well. */
  readonly detail: string;
  readonly files: number;
  /** Shipped by this collector since it started. */
  readonly bytesShipped: number;
  /** There, and not shipped yet. */
  readonly bytesBehind: number;
  /** Newest change of any of its files, ms UTC; null: no file. */
  readonly changedAt: number | null;
  /** Stamp of the oldest record of which it is not known yet where it ends, ms UTC: the source has come so far and no further, although it is current. Left out: there is none. */
  readonly waitsFrom?: number;
}
