import type { Slice } from "../contract/index.ts";
import type { BundleFile, ByteReader } from "../files/index.ts";

/** Holds, for each of many files, at most its next slice and an open reader, within limits over all files. */
export interface SlicePool {
  /**
   * The slice at a position: the held one, or read now. It is held until `release` if it may be and there is room, else
   * it is valid until the next call. Throws `ReadFailure`.
   */
  read(file: BundleFile, offset: number, mayHold: boolean): Promise<Slice>;
  /** Gives up the held slice of a file. */
  release(file: BundleFile): void;
  /** Gives up the reader of a file as well. */
  finish(file: BundleFile): void;
  close(): void;
}

export interface PoolLimits {
  readonly sliceBytes: number;
  readonly openFilesMax: number;
  readonly heldBytesMax: number;
}

interface Held {
  readonly slice: Slice;
  readonly buffer: Buffer;
}

interface Open {
  readonly reader: ByteReader;
  position: number;
}

interface State {
  readonly limits: PoolLimits;
  readonly held: Map<BundleFile, Held>;
  heldBytes: number;
  /** In order of last use. */
  readonly open: Map<BundleFile, Open>;
  /** Buffers of full size that are free. */
  readonly free: Buffer[];
  /** The buffer of a slice that found no room. */
  spare: Buffer | null;
}

export function createSlicePool(limits: PoolLimits): SlicePool {
  const state: State = { limits, held: new Map(), heldBytes: 0, open: new Map(), free: [], spare: null };
  return {
    read: async (file, offset, mayHold) => {
      const held = state.held.get(file);
      return held?.slice.offset === offset ? held.slice : readAndHold(state, { file, offset }, mayHold);
    },
    release: (file) => release(state, file),
    finish: (file) => {
      release(state, file);
      closeReader(state, file);
    },
    close: () => {
      for (const file of [...state.open.keys()]) closeReader(state, file);
    },
  };
}

async function readAndHold(
  state: State,
  { file, offset }: { file: BundleFile; offset: number },
  mayHold: boolean,
): Promise<Slice> {
  const left = Math.max(0, file.bytes - offset);
  const wanted = Math.min(left, sliceLength(file, offset, state.limits.sliceBytes));
  const hasRoom = mayHold && state.heldBytes + wanted <= state.limits.heldBytesMax;
  const buffer = takeBuffer(state, left, hasRoom);
  const into = buffer.subarray(0, wanted);
  const length = await readInto(state, { file, offset }, into);
  const end = length < into.length || offset + length >= file.bytes;
  const slice = { file: file.source, offset, bytes: into.subarray(0, length), end };
  if (hasRoom) {
    state.held.set(file, { slice, buffer });
    state.heldBytes += buffer.length;
  }
  if (end) closeReader(state, file);
  return slice;
}

/** An .evtx is cut between its chunks of 64 KiB, behind a header of 4 KiB: no chunk then has to wait for the next slice. */
function sliceLength(file: BundleFile, offset: number, sliceBytes: number): number {
  const chunk = 65_536;
  if (file.source.format !== "evtx" || sliceBytes < 2 * chunk) return sliceBytes;
  const behindHeader = offset === 0 ? 4096 - chunk : 0;
  return Math.floor(sliceBytes / chunk) * chunk + behindHeader;
}

/** Small files get a buffer of their size, so that a hundred thousand of them fit; the others share buffers of full size. */
function takeBuffer(state: State, left: number, hasRoom: boolean): Buffer {
  const { sliceBytes } = state.limits;
  if (!hasRoom) return (state.spare ??= Buffer.allocUnsafeSlow(sliceBytes));
  if (left < sliceBytes / 2) return Buffer.allocUnsafe(left);
  return state.free.pop() ?? Buffer.allocUnsafeSlow(sliceBytes);
}

async function readInto(
  state: State,
  at: { file: BundleFile; offset: number },
  into: Buffer,
): Promise<number> {
  const open = await openAt(state, at);
  try {
    const length = await open.reader.read(into);
    open.position += length;
    return length;
  } catch (error) {
    closeReader(state, at.file);
    throw error;
  }
}

async function openAt(state: State, { file, offset }: { file: BundleFile; offset: number }): Promise<Open> {
  const known = state.open.get(file);
  if (known !== undefined && known.position === offset) {
    state.open.delete(file);
    state.open.set(file, known);
    return known;
  }
  closeReader(state, file);
  const [oldest] = state.open.keys();
  if (oldest !== undefined && state.open.size >= state.limits.openFilesMax) closeReader(state, oldest);
  const opened = { reader: await file.open(offset), position: offset };
  state.open.set(file, opened);
  return opened;
}

function release(state: State, file: BundleFile): void {
  const held = state.held.get(file);
  if (held === undefined) return;
  state.held.delete(file);
  state.heldBytes -= held.buffer.length;
  if (held.buffer.length === state.limits.sliceBytes) state.free.push(held.buffer);
}

function closeReader(state: State, file: BundleFile): void {
  state.open.get(file)?.reader.close();
  state.open.delete(file);
}
