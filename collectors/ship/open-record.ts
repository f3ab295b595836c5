import { isUtf16 } from "../contract/index.ts";
import type { Encoding, Slice } from "../contract/index.ts";
import type { CollectOptions } from "../collect-options.ts";
import { waitsForNext } from "../slices/cut.ts";

/**
 * Stamp of the last record in a slice, where its reader waits for what follows; null: it does not. `floor` where none of the last lines shows one, and 0 where nothing of it
 * does, as in what was copied out of Console.app: then nobody knows what it goes before. */
export function openRecordAt(
  slice: Slice,
  floor: number | null,
  firstStamp: CollectOptions["firstStamp"],
): number | null {
  return waitsForNext(slice.file.format) ? (lastStampIn(slice, firstStamp) ?? floor ?? 0) : null;
}

/** Stamp of the last record that shows one in so many lines; null: none does. */
export function lastStampIn(slice: Slice, firstStamp: CollectOptions["firstStamp"]): number | null {
  const { bytes, offset, file } = slice;
  let from = bytes.length;
  for (let lines = 0; lines < linesMax && from > 0; lines += 1) {
    from = lineBefore(Buffer.from(bytes.buffer, bytes.byteOffset, from), file.encoding);
    const at = firstStamp({ file, offset: offset + from, bytes: bytes.subarray(from), end: true });
    if (at !== null) return at;
  }
  return null;
}

const linesMax = 64;

/** Where the last line begins; its own line end does not count. */
function lineBefore(bytes: Buffer, encoding: Encoding): number {
  const unit = isUtf16(encoding) ? 2 : 1;
  const high = encoding === "utf-16le" ? 1 : 0;
  for (let at = bytes.length - 2 * unit; at >= 0; at -= unit) {
    const isFeed = bytes[at + unit - 1 - high] === 0x0a && (unit === 1 || bytes[at + high] === 0);
    if (isFeed) return at + unit;
  }
  return 0;
}
