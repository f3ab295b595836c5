import { Readable } from "node:stream";
import { crc32, createInflateRaw, inflateRawSync } from "node:zlib";
import type { ArchiveBytes } from "./archive-bytes.ts";
import type { ByteReader } from "./bundle.ts";
import { readFailure } from "./read-failure.ts";

/** Bytes that were packed with Deflate (RFC 1951) or stored as they are, and what they have to unpack to. */
export interface PackedBytes {
  /** Position of the first of them. */
  readonly start: number;
  readonly packedBytes: number;
  readonly plainBytes: number;
  readonly isStored: boolean;
  /** CRC-32 of what they unpack to. */
  readonly checksum: number;
}

/**
 * Reads packed bytes from a position of what they unpack to. Few are unpacked in one step, more as a stream, of which only a window is held. More bytes than declared, fewer,
 * or a wrong checksum are `archive.damaged`.
 */
export async function openPacked(
  archive: ArchiveBytes,
  packed: PackedBytes,
  from: number,
): Promise<ByteReader> {
  try {
    if (packed.start + packed.packedBytes > archive.size)
      throw new Error("it reaches beyond the end of the archive");
    if (Math.max(packed.plainBytes, packed.packedBytes) <= smallBytesMax)
      return readerOfBuffer(unpack(archive, packed).subarray(from));
    const reader = readerOfStream(unpackedStream(archive, packed), packed);
    await skip(reader, from);
    return reader;
  } catch (error) {
    throw readFailure("archive.damaged", error);
  }
}

const smallBytesMax = 256 * 1024;

function unpack(archive: ArchiveBytes, entry: PackedBytes): Buffer {
  const packed = Buffer.allocUnsafe(entry.packedBytes);
  archive.read(packed, entry.start);
  const plain = entry.isStored
    ? packed
    : inflateRawSync(packed, {
        maxOutputLength: smallBytesMax,
        chunkSize: Math.max(64, entry.plainBytes + 1),
      });
  checkWhole(entry, plain.length, crc32(plain));
  return plain;
}

function unpackedStream(archive: ArchiveBytes, { start, packedBytes, isStored }: PackedBytes): Readable {
  const packed = Readable.from(chunks(archive, start, start + packedBytes), { highWaterMark: 1 });
  if (isStored) return packed;
  const plain = createInflateRaw({ chunkSize: 64 * 1024 });
  packed.on("error", (error) => plain.destroy(error));
  plain.on("close", () => packed.destroy());
  return packed.pipe(plain);
}

function* chunks(bytes: ArchiveBytes, start: number, end: number): Generator<Buffer> {
  for (let position = start; position < end; position += 64 * 1024) {
    const chunk = Buffer.allocUnsafe(Math.min(64 * 1024, end - position));
    bytes.read(chunk, position);
    yield chunk;
  }
}

function readerOfBuffer(bytes: Buffer): ByteReader {
  let position = 0;
  return {
    read: async (into) => {
      const length = bytes.copy(into, 0, position);
      position += length;
      return length;
    },
    close: () => {},
  };
}

function readerOfStream(stream: Readable, entry: PackedBytes): ByteReader {
  const chunks = stream.iterator({ destroyOnReturn: true });
  let rest: Buffer = Buffer.alloc(0);
  let total = 0;
  let checksum = 0;
  const nextChunk = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (next.done === true || !Buffer.isBuffer(next.value)) {
      checkWhole(entry, total, checksum);
      return false;
    }
    rest = next.value;
    total += rest.length;
    checksum = crc32(rest, checksum);
    // At the last byte, because nobody needs to read further to know that it was the last.
    if (total >= entry.plainBytes) checkWhole(entry, total, checksum);
    return true;
  };
  const fill = async (into: Buffer): Promise<number> => {
    let length = 0;
    while (length < into.length) {
      if (rest.length === 0 && !(await nextChunk())) break;
      const copied = rest.copy(into, length);
      rest = rest.subarray(copied);
      length += copied;
    }
    return length;
  };
  return {
    read: (into) =>
      fill(into).catch((error: unknown) => {
        throw readFailure("archive.damaged", error);
      }),
    close: () => {
      stream.on("error", () => {});
      stream.destroy();
    },
  };
}

function checkWhole(entry: PackedBytes, length: number, checksum: number): void {
  if (length !== entry.plainBytes) throw new Error(`holds ${length} bytes, but declares ${entry.plainBytes}`);
  if (checksum !== entry.checksum) throw new Error("its checksum is wrong");
}

async function skip(reader: ByteReader, bytes: number): Promise<void> {
  const waste = Buffer.allocUnsafe(Math.min(smallBytesMax, bytes));
  for (let left = bytes; left > 0;) {
    const got = await reader.read(left < waste.length ? waste.subarray(0, left) : waste);
    if (got === 0) return;
    left -= got;
  }
}
