import type { Mark } from "./event-marks.ts";

/** Bytes of a file that were read and not yet used, in one piece, with their position. */
export interface ByteQueue {
  push(bytes: Uint8Array): void;
  length(): number;
  /** Position in the file of the first byte held. */
  offset(): number;
  /** Bytes dropped since the last `take`. */
  dropped(): number;
  /** All bytes held; they are valid until the next `push`. */
  held(): Buffer;
  /** Index of the first whole mark at or behind an index, -1 when there is none. */
  find(mark: Mark, from: number): number;
  /** Takes bytes from the front; they are valid until the next `push`. */
  take(length: number): Buffer;
  /** Forgets bytes at the front (none when negative) and counts them. */
  drop(length: number): void;
}

/** Searches go on where the last one for the same mark ended, so many small pushes cost no more than one large one. */
export function byteQueue(firstOffset: number): ByteQueue {
  let store = Buffer.alloc(1 << 16);
  let start = 0;
  let end = 0;
  let offset = firstOffset;
  let droppedBytes = 0;
  /** For each mark: it does not begin before this index (from `start`). */
  const searched = new Map<Mark, number>();

  function advance(length: number): void {
    start += length;
    offset += length;
    for (const [mark, until] of searched) searched.set(mark, Math.max(0, until - length));
  }

  return {
    push(bytes: Uint8Array): void {
      if (end + bytes.length > store.length) {
        const kept = end - start;
        const wanted = kept + bytes.length;
        const target = wanted > store.length ? Buffer.alloc(Math.max(wanted, store.length * 2)) : store;
        store.copy(target, 0, start, end);
        store = target;
        start = 0;
        end = kept;
      }
      store.set(bytes, end);
      end += bytes.length;
    },
    length: () => end - start,
    offset: () => offset,
    dropped: () => droppedBytes,
    held: () => store.subarray(start, end),
    find(mark: Mark, from: number): number {
      const held = store.subarray(start, end);
      const begin = Math.max(from, searched.get(mark) ?? 0);
      const at = findMark(held, mark, { begin, misaligned: offset % mark.unit });
      searched.set(mark, at >= 0 ? at : Math.max(begin, held.length - mark.bytes - mark.unit + 1));
      return at;
    },
    take(length: number): Buffer {
      const bytes = store.subarray(start, start + length);
      advance(length);
      droppedBytes = 0;
      return bytes;
    },
    drop(length: number): void {
      if (length <= 0) return;
      advance(length);
      droppedBytes += length;
    },
  };
}

function findMark(
  held: Buffer,
  mark: Mark,
  start: { readonly begin: number; readonly misaligned: number },
): number {
  let at = held.indexOf(mark.pattern, start.begin);
  while (at >= 0) {
    const isAligned = (start.misaligned + at) % mark.unit === 0;
    if (isAligned && isFollowed(held, mark, at + mark.bytes)) return at;
    at = held.indexOf(mark.pattern, at + 1);
  }
  return -1;
}

function isFollowed(held: Buffer, mark: Mark, at: number): boolean {
  if (mark.followedBy === null) return true;
  const byte = held[at + mark.lowByte];
  return byte !== undefined && at + mark.unit <= held.length && mark.followedBy.has(byte);
}
