import type { ShippedSlice, SourceFile } from "../../collectors/contract/index.ts";
import { openReader } from "../records/index.ts";
import type { Found, Reader } from "../records/index.ts";

/**
 * How far one file was read, and the reader that stands there.
 *
 * On replay, bytes before `seenThrough` are dropped. On a gap the reader ends and a new one begins behind it, with the context that the slice brings. On a
 * crash a new one begins at `resumeAt`, the first byte that was not decided, and is shipped everything from there on.
 */
export interface FileCursor {
  readonly file: SourceFile;
  /** The next byte that was not seen. */
  seenThrough: number;
  /** Null: closed, with nothing held back. */
  reader: Reader | null;
  /** What a reader must know that begins at `seenThrough`, while there is none. */
  context: string;
  gapBytes: number;
  duplicateBytes: number;
}

/** What must be known to go on with a file after a restart. */
export interface SavedCursor {
  readonly file: SourceFile;
  readonly offset: number;
  readonly context: string;
  readonly gapBytes: number;
  readonly duplicateBytes: number;
}

export function openCursor(file: SourceFile): FileCursor {
  return { file, seenThrough: 0, reader: null, context: "", gapBytes: 0, duplicateBytes: 0 };
}

export function restoreCursor({ file, offset, context, gapBytes, duplicateBytes }: SavedCursor): FileCursor {
  return { file, seenThrough: offset, reader: null, context, gapBytes, duplicateBytes };
}

/** The first byte of which it is not decided yet what it is. */
export function decidedThrough({ reader, seenThrough }: FileCursor): number {
  return reader === null ? seenThrough : reader.position();
}

export function saveCursor(cursor: FileCursor): SavedCursor {
  const { file, reader, gapBytes, duplicateBytes } = cursor;
  const offset = decidedThrough(cursor);
  const context = reader === null ? cursor.context : reader.context();
  return { file, offset, context, gapBytes, duplicateBytes };
}

/** Reads what is new in a slice; true when something was. */
export function readOn(cursor: FileCursor, shipped: ShippedSlice, found: Found): boolean {
  const { offset, bytes, end } = shipped.slice;
  const through = offset + bytes.length;
  const seen = Math.min(bytes.length, Math.max(0, cursor.seenThrough - offset));
  cursor.duplicateBytes += seen;
  if (seen === bytes.length && !end) return false;
  if (offset > cursor.seenThrough) skipGap(cursor, shipped, found);
  const { file } = cursor;
  cursor.reader ??= openReader({
    file,
    offset: Math.max(offset, cursor.seenThrough),
    context: cursor.context,
  });
  cursor.reader.read(seen === 0 ? bytes : bytes.subarray(seen), found);
  cursor.seenThrough = Math.max(cursor.seenThrough, through);
  if (end) close(cursor, found);
  return true;
}

function skipGap(cursor: FileCursor, { slice, context }: ShippedSlice, found: Found): void {
  cursor.reader?.end(found);
  cursor.reader = null;
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
}
