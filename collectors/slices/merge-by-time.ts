import type { Slice } from "../contract/index.ts";
import { isReadFailure } from "../files/index.ts";
import type { BundleFile, ReadFailure } from "../files/index.ts";
import { createHeap } from "./heap.ts";
import type { Heap } from "./heap.ts";
import { createSlicePool } from "./slice-pool.ts";
import type { SlicePool } from "./slice-pool.ts";
import { sliceBytesMax } from "./slices-of.ts";

export interface MergeOptions {
  /**
   * The first stamp in some bytes of a file, ms UTC, or null. Asked for each slice, before it is given out, and for the
   * end of each slice: the bytes may begin inside of a record, and may not be kept.
   */
  readonly firstStamp: (slice: Slice) => number | null;
  /** A file that could not be read on from `offset`; an empty slice with `end` follows there. */
  readonly failed: (file: BundleFile, failure: ReadFailure, offset: number) => void;
  readonly sliceBytes?: number;
  /** Open files, and unpacking streams of archives, at the same time. */
  readonly openFilesMax?: number;
  /** Bytes that are held ahead for all files together; beyond it they are read a second time. */
  readonly heldBytesMax?: number;
}

export interface TimedSlice {
  readonly slice: Slice;
  /**
   * A moment that no record in this slice or any later one precedes, as far as files are in order of time; null: no stamp so
   * far. It is the first stamp of the slice, or one from the end of the slice before, because a record that was cut there
   * is read only now.
   */
  readonly at: number | null;
}

/**
 * All files in order of event time: a k-way merge on the first stamp of each slice. Files without any stamp come first.
 * The order depends on the files alone: ties go by position in `files`. A slice is valid until the next one is asked for.
 *
 * Of each file one slice at most is held, and nothing of files whose turn is far off, so that memory does not grow with
 * the number of files. A file that has begun stays open while there is room, else it is opened again at its position.
 */
export async function* mergeByTime(
  files: readonly BundleFile[],
  options: MergeOptions,
): AsyncGenerator<TimedSlice> {
  const { sliceBytes = sliceBytesMax, heldBytesMax = 8 * 2 ** 20 } = options;
  const pool = createSlicePool({
    sliceBytes,
    openFilesMax: options.openFilesMax ?? 256,
    heldBytesMax,
  });
  const turns = createHeap<Turn>(isBefore);
  try {
    await queueAll(turns, pool, {
      files,
      options,
      isFew: files.length * sliceBytes <= heldBytesMax,
      glanceBytesMax: heldBytesMax / 4,
    });
    for (let turn = turns.pop(), count = 1; turn !== undefined; turn = turns.pop(), count += 1) {
      // Reading is synchronous: without a pause no timer and no signal would ever be served.
      if (count % 16 === 0) await new Promise(setImmediate);
      const slice = await readAt(pool, turn, options);
      // The bytes are lent until here; the next slice of this file takes their place.
      yield { slice, at: turn.at };
      const floor = slice.end ? null : options.firstStamp(tailOf(slice));
      pool.release(turn.file);
      if (slice.end) pool.finish(turn.file);
      else
        await queue(turns, pool, {
          options,
          turn: { ...turn, offset: slice.offset + slice.bytes.length, floor },
          mayHold: true,
        });
    }
  } finally {
    pool.close();
  }
}

/** Status files and the like: their bytes are kept from the first glance, as far as there is room. */
const smallBytesMax = 4096;

interface Turn {
  readonly file: BundleFile;
  readonly order: number;
  readonly offset: number;
  readonly at: number | null;
  /** What the slice before knows about the record that was cut at its end. */
  readonly floor: number | null;
}

/** The end of a slice, from an even position, so that UTF-16 can be read. */
function tailOf({ file, offset, bytes }: Slice): Slice {
  const start = Math.max(0, bytes.length - tailBytes);
  const from = start - ((offset + start) % 2 === 1 && start > 0 ? 1 : 0);
  return { file, offset: offset + from, bytes: bytes.subarray(from), end: false };
}

/** More than a usual record; a stamp that stands further back is lower, which does no harm. */
const tailBytes = 8192;

function isBefore(a: Turn, b: Turn): boolean {
  const first = a.at ?? Number.NEGATIVE_INFINITY;
  const second = b.at ?? Number.NEGATIVE_INFINITY;
  return first < second || (first === second && a.order < b.order);
}

/**
 * With many files, only a glance is taken at each at first. Of the small ones some are held, up to `glanceBytesMax`: most of the room is
 * for those whose turn has come, which would be read twice without it.
 */
async function queueAll(
  turns: Heap<Turn>,
  pool: SlicePool,
  { files, options, isFew, glanceBytesMax }: Glance,
): Promise<void> {
  let left = glanceBytesMax;
  for (const [order, file] of files.entries()) {
    const mayHold = isFew || (file.bytes <= smallBytesMax && file.bytes <= left);
    if (mayHold) left -= file.bytes;
    await queue(turns, pool, { options, turn: { file, order, offset: 0, at: null, floor: null }, mayHold });
    if (order % 64 === 63) await new Promise(setImmediate);
  }
}

interface Glance {
  readonly files: readonly BundleFile[];
  readonly options: MergeOptions;
  /** All of them together fit into what may be held. */
  readonly isFew: boolean;
  readonly glanceBytesMax: number;
}

async function queue(
  turns: Heap<Turn>,
  pool: SlicePool,
  { options, turn, mayHold }: { options: MergeOptions; turn: Turn; mayHold: boolean },
): Promise<void> {
  // A failure shows again, and is reported, when the turn comes.
  const slice = await pool.read(turn.file, turn.offset, mayHold).catch(nullOnFailure);
  const stamp = slice === null ? null : options.firstStamp(slice);
  const at = stamp ?? turn.at;
  turns.push({ ...turn, at: at !== null && turn.floor !== null ? Math.min(at, turn.floor) : at });
}

async function readAt(pool: SlicePool, turn: Turn, options: MergeOptions): Promise<Slice> {
  try {
    // It is used up before anything else is read.
    return await pool.read(turn.file, turn.offset, false);
  } catch (error) {
    if (!isReadFailure(error)) throw error;
    options.failed(turn.file, error, turn.offset);
    return { file: turn.file.source, offset: turn.offset, bytes: new Uint8Array(0), end: true };
  }
}

function nullOnFailure(error: unknown): null {
  if (!isReadFailure(error)) throw error;
  return null;
}
