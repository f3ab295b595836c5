import { Readable } from "node:stream";
import { crc32, createInflateRaw, inflateRawSync } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import type { ArchiveBytes } from "./archive-bytes.ts";
import type { ByteReader } from "./bundle.ts";
import { readFailure } from "./read-failure.ts";

/** An opened archive: its bytes, and the library's view of them. */
export interface OpenArchive {
  readonly zip: ZipFile;
  readonly bytes: ArchiveBytes;
}

/**
 * Reads one entry from a position. Small entries are unpacked in one step, larger ones as a stream, of which only a
 * window is held. More bytes than declared, fewer, or a wrong checksum are `archive.damaged`.
 */
export async function openEntry(archive: OpenArchive, entry: Entry, from: number): Promise<ByteReader> {
  try {
    if (Math.max(entry.uncompressedSize, entry.compressedSize) <= smallBytesMax) {
      return readerOfBuffer((await unpack(archive, entry)).subarray(from));
    }
    const reader = readerOfStream(await unpackedStream(archive, entry), entry);
    await skip(reader, from);
    return reader;
  } catch (error) {
    throw readFailure("archive.damaged", error);
  }
}

const smallBytesMax = 256 * 1024;

async function unpackedStream({ zip, bytes }: OpenArchive, entry: Entry): Promise<Readable> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = Readable.from(chunks(bytes, fileDataStart, fileDataStart + entry.compressedSize), { highWaterMark: 1 });
  if (entry.compressionMethod === 0) return packed;
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

async function unpack({ zip, bytes }: OpenArchive, entry: Entry): Promise<Buffer> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = Buffer.allocUnsafe(entry.compressedSize);
  bytes.read(packed, fileDataStart);
  const plain = entry.compressionMethod === 0 ? packed : inflateRawSync(packed, { maxOutputLength: smallBytesMax });
  checkWhole(entry, plain.length, crc32(plain));
  return plain;
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

function readerOfStream(stream: Readable, entry: Entry): ByteReader {
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
    if (total > entry.uncompressedSize) throw new Error("holds more bytes than it declares");
    checksum = crc32(rest, checksum);
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

function checkWhole(entry: Entry, length: number, checksum: number): void {
  if (length !== entry.uncompressedSize) throw new Error(`holds ${length} bytes, but declares ${entry.uncompressedSize}`);
  if (checksum !== entry.crc32) throw new Error("its checksum is wrong");
}

async function skip(reader: ByteReader, bytes: number): Promise<void> {
  const waste = Buffer.allocUnsafe(Math.min(smallBytesMax, bytes));
  for (let left = bytes; left > 0; ) {
    const got = await reader.read(left < waste.length ? waste.subarray(0, left) : waste);
    if (got === 0) return;
    left -= got;
  }
}
