import type { ShippedSlice } from "../contract/index.ts";
import type { Evidence } from "../checkpoint/index.ts";
import { evidenceOf, isProvenBy, readAt, tailBytesMax } from "../follow/index.ts";
import type { Followed, Following } from "../follow/index.ts";
import { anywhere, restOf, wholeRecords } from "../slices/cut.ts";
import { fieldsBefore } from "../slices/fields-before.ts";
import { lastFields, needsFields } from "../slices/fields-in-force.ts";
import { openRecordAt } from "./open-record.ts";
import { isSealed } from "./sealing.ts";

/** Where the next slice of a file begins. */
export interface Position {
  readonly offset: number;
  readonly context: string;
  readonly tail: Evidence;
  /** As of a followed file. */
  readonly openAt: number | null;
}

export interface Taken {
  readonly file: Followed;
  readonly shipped: ShippedSlice;
  readonly next: Position;
}

/** `changed`: other bytes stand before the position. `held`: nothing is whole there. */
export type TakeResult = Taken | "changed" | "held";

/** Reads the next slice of a file. Throws what the system says. */
export async function takeSlice(
  following: Following,
  file: Followed,
  { position, floor }: { readonly position: Position; readonly floor: number | null },
): Promise<TakeResult> {
  const sight = await readSight(following, file, position);
  if (sight === "changed") return "changed";
  const { bytes, offset, isAll } = sight;
  const length = await cutLength(following, file, sight);
  const end = isAll && length === bytes.length && isSealed(following, file);
  if (length === 0 && !end) {
    file.rest = restOf({ format: file.format, encoding: file.encoding, offset, bytes });
    return "held";
  }
  const cut = bytes.subarray(0, length);
  const { context } = position;
  const empty = emptySlice(following, file, { position, floor });
  const slice = { ...empty.slice, bytes: cut, end };
  return {
    file,
    shipped: { ...empty, slice },
    next: {
      offset: offset + length,
      context: needsFields(file.format) ? (lastFields(cut, file.encoding) ?? context) : "",
      tail: length === 0 ? position.tail : tailOf(cut, position.tail),
      openAt: end ? null : openRecordAt(slice, floor, following.options.firstStamp),
    },
  };
}

/** Nothing of a file, at a position: with what a slice says beside its bytes. */
export function emptySlice(
  { now }: Following,
  file: Followed,
  { position, floor }: { readonly position: Position; readonly floor: number | null },
): ShippedSlice {
  const { offset, context } = position;
  const slice = { file: sourceOf(file), offset, bytes: nothing, end: false };
  return { type: "slice", source: file.source, slice, context, readAt: now, floor };
}

const nothing = new Uint8Array();

interface Sight {
  readonly bytes: Buffer;
  readonly offset: number;
  readonly isAll: boolean;
  readonly isFull: boolean;
}

/** What was there before is read with it, to be sure that the file is still the same. */
async function readSight(
  following: Following,
  file: Followed,
  { offset, tail }: Position,
): Promise<Sight | "changed"> {
  const bytesMax = sliceBytesMax(following, file, offset);
  const wanted = Math.max(0, Math.min(bytesMax, file.size - offset));
  const none = Buffer.alloc(0);
  const bytes = wanted === 0 ? none : await readProven(following, file, { tail, offset, wanted });
  if (bytes === "changed") return "changed";
  return { bytes, offset, isAll: offset + bytes.length >= file.size, isFull: bytes.length === bytesMax };
}

function sliceBytesMax({ limits }: Following, { format }: Followed, offset: number): number {
  if (format === "status-file") return limits.statusBytesMax;
  // The mark of the chunk behind it must be in sight.
  if (format === "evtx") return limits.sliceBytesMax + (offset === 0 ? 4096 : 0) + 8;
  return limits.sliceBytesMax;
}

async function readProven(
  { handles, memory }: Following,
  file: Followed,
  { tail, offset, wanted }: { readonly tail: Evidence; readonly offset: number; readonly wanted: number },
): Promise<Buffer | "changed"> {
  const handle = await handles.open(file);
  const all = memory.take(tail.length + wanted);
  const length = await handle.read(all, offset - tail.length).catch((error: unknown) => {
    memory.leave(all);
    throw error;
  });
  if (length < tail.length || !isProvenBy(tail, all)) return "changed";
  file.provenSize = file.size;
  return all.subarray(tail.length, length);
}

async function cutLength(following: Following, file: Followed, sight: Sight): Promise<number> {
  const { bytes, offset, isAll, isFull } = sight;
  if (isAll && isSealed(following, file)) return bytes.length;
  const piece = { format: file.format, encoding: file.encoding, offset, bytes };
  const whole = wholeRecords(piece);
  if (whole > 0 || !isFull || file.format === "evtx") return whole;
  return (await isReserved(following, file, bytes)) ? 0 : anywhere(piece);
}

/** Room that the system has set aside shows as NULs until it is written to: shipped now, the lines would never be seen. */
async function isReserved({ handles }: Following, file: Followed, bytes: Buffer): Promise<boolean> {
  if (!isBlank(bytes)) return false;
  const length = Math.min(4096, file.size);
  return isBlank(await readAt(await handles.open(file), file.size - length, length));
}

function isBlank(bytes: Buffer): boolean {
  return bytes.at(-1) === 0 && bytes.every((byte) => byte === 0);
}

function tailOf(cut: Buffer, before: Evidence): Evidence {
  // The bytes before the slice stand before it in the same memory.
  const from = Math.max(cut.length - tailBytesMax, -before.length);
  return evidenceOf(Buffer.from(cut.buffer, cut.byteOffset + from, cut.length - from));
}

export function sourceOf(file: Followed): ShippedSlice["slice"]["file"] {
  const { id, host, place, shown, format, encoding, modifiedAt } = file;
  return {
    id,
    host,
    ...((place?.place.host ?? null) === null ? {} : { isHostGiven: true }),
    path: shown,
    format,
    encoding,
    modifiedAt: modifiedAt > 0 ? Math.floor(modifiedAt) : null,
  };
}

/** Where a file stands; its context is looked for when it is not known. */
export async function positionOf({ handles }: Following, file: Followed): Promise<Position> {
  if (file.context === null) {
    const handle = needsFields(file.format) && file.offset > 0 ? await handles.open(file) : null;
    file.context =
      handle === null
        ? ""
        : await fieldsBefore(file.offset, file.encoding, (at, length) => readAt(handle, at, length));
  }
  return { offset: file.offset, context: file.context, tail: file.tail, openAt: file.openAt };
}
