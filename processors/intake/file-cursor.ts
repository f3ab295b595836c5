import type { ShippedSlice, SourceFile } from "../../collectors/contract/index.ts";
import { openReader, recordBytesMax } from "../records/index.ts";
import type { Found, Reader } from "../records/index.ts";

/**
 * How far one file was read, and the reader that stands there.
 *
 * On replay, bytes before `seenThrough` are dropped. On a gap the reader ends and a new one begins behind it, with the context that the slice brings. On a
 * crash a new one begins at the first byte that was not decided. A collector that asks is shipping from there on; a bus that remembers goes on behind what was seen:
 * then the reader is given what was held back, which is kept for that.
 */
export interface FileCursor {
  readonly file: SourceFile;
  /** The next byte that was not seen. */
  seenThrough: number;
  /** Null: closed, with nothing held back. */
  reader: Reader | null;
  /** What a reader must know that begins at `seenThrough`, while there is none. */
  context: string;
  /** Seen and not decided: what the reader holds back; while there is none, what the next one may need. Empty: nothing, or more than is kept. */
  held: Uint8Array;
  gapBytes: number;
  duplicateBytes: number;
}

/** Where a file is read on after a restart. */
export interface SavedCursor {
  readonly file: SourceFile;
  /** The first byte that was not decided. */
  readonly offset: number;
  /** Bytes from there on that were seen; empty: none, or more than is kept. */
  readonly held: Uint8Array;
  readonly context: string;
  readonly gapBytes: number;
  readonly duplicateBytes: number;
}

export function openCursor(file: SourceFile): FileCursor {
  return { file, seenThrough: 0, reader: null, context: "", held: nothing, gapBytes: 0, duplicateBytes: 0 };
}

const nothing = new Uint8Array();

export function restoreCursor({ offset, ...saved }: SavedCursor): FileCursor {
  return { ...saved, seenThrough: offset, reader: null };
}

/** The first byte of which it is not decided yet what it is. */
export function decidedThrough({ reader, seenThrough }: FileCursor): number {
  return reader === null ? seenThrough : reader.position();
}

export function saveCursor(cursor: FileCursor): SavedCursor {
  const { file, reader, held, gapBytes, duplicateBytes } = cursor;
  const offset = decidedThrough(cursor);
  const context = reader === null ? cursor.context : reader.context();
  return { file, offset, held, context, gapBytes, duplicateBytes };
}

/** Reads what is new in a slice; true when something was. */
export function readOn(cursor: FileCursor, shipped: ShippedSlice, found: Found): boolean {
  const { offset, bytes, end } = shipped.slice;
  const through = offset + bytes.length;
  if (cursor.reader === null && cursor.held.length > 0) goOnBehindHeld(cursor, offset, found);
  const seen = Math.min(bytes.length, Math.max(0, cursor.seenThrough - offset));
  cursor.duplicateBytes += seen;
  if (seen === bytes.length && isKnown(cursor, shipped)) return false;
  if (offset > cursor.seenThrough) skipGap(cursor, shipped, found);
  const { file } = cursor;
  cursor.reader ??= openReader({
    file,
    offset: Math.max(offset, cursor.seenThrough),
    context: cursor.context,
  });
  const fresh = seen === 0 ? bytes : bytes.subarray(seen);
  cursor.reader.read(fresh, found);
  cursor.seenThrough = Math.max(cursor.seenThrough, through);
  cursor.held = heldOf(cursor, fresh);
  if (end) close(cursor, found);
  return true;
}

/** Of a slice whose bytes were all seen. Where its end was told as well, a reader that begins there would make a record of nothing. */
function isKnown({ reader, seenThrough }: FileCursor, { slice }: ShippedSlice): boolean {
  return !slice.end || (reader === null && slice.offset <= seenThrough);
}

/** The first slice after a restart: whether it begins at what was held back, or behind it. */
function goOnBehindHeld(cursor: FileCursor, offset: number, found: Found): void {
  const { file, held, seenThrough, context } = cursor;
  cursor.held = nothing;
  if (offset <= seenThrough) return;
  cursor.reader = openReader({ file, offset: seenThrough, context });
  cursor.reader.read(held, found);
  cursor.seenThrough += held.length;
  cursor.held = held;
}

/** What is longer than a record is being skipped: that it is gone is found out again. */
function heldOf({ reader, seenThrough, held }: FileCursor, fresh: Uint8Array): Uint8Array {
  const length = reader === null ? 0 : seenThrough - reader.position();
  if (length === 0 || length > recordBytesMax) return nothing;
  // A copy: the bytes of a slice are not ours.
  if (length <= fresh.length) return fresh.slice(fresh.length - length);
  const before = held.subarray(held.length - (length - fresh.length));
  return before.length + fresh.length === length ? Buffer.concat([before, fresh]) : nothing;
}

function skipGap(cursor: FileCursor, { slice, context }: ShippedSlice, found: Found): void {
  cursor.reader?.end(found);
  cursor.reader = null;
  cursor.held = nothing;
  cursor.gapBytes += slice.offset - cursor.seenThrough;
  cursor.seenThrough = slice.offset;
  cursor.context = context;
}

/** A file that was sealed may go on after all: then a new reader begins where this one ended. */
function close(cursor: FileCursor, found: Found): void {
  if (cursor.reader === null) return;
  cursor.reader.end(found);
  cursor.context = cursor.reader.context();
  cursor.reader = null;
  cursor.held = nothing;
}
