import type { Stats } from "node:fs";
import { archiveOnDisk } from "./archive-bytes.ts";
import type { ArchiveBytes } from "./archive-bytes.ts";
import type { BundleLimits, Unreadable } from "./bundle.ts";
import type { FoundFile } from "./found-file.ts";
import { openPacked } from "./packed-bytes.ts";
import type { PackedBytes } from "./packed-bytes.ts";
import { isReadFailure, readFailure } from "./read-failure.ts";
import { refuseSize } from "./refuse-size.ts";

/**
 * One log that was packed with gzip (RFC 1952): a header, bytes of Deflate, and behind them what they unpack to, its CRC-32 and its length. Several packed files one behind
 * the other, which are allowed there, are `archive.damaged`: the length tells of the last alone. No file is held open.
 */
export function gzipFile(
  at: { readonly argument: number; readonly path: string; readonly diskPath: string },
  stats: Stats,
  limits: BundleLimits,
): FoundFile | Unreadable {
  const { argument, path, diskPath } = at;
  const { size, mtimeMs } = stats;
  try {
    const packed = withFile(diskPath, size, packedOf);
    const refusal = refuseSize(packed, { limits, unpacked: 0 });
    if (refusal !== null) return { path, bytes: packed.plainBytes, ...refusal };
    return {
      argument,
      path,
      id: path,
      bytes: packed.plainBytes,
      modifiedAt: Math.floor(mtimeMs),
      open: (from) => openFrom(diskPath, size, { packed, from }),
    };
  } catch (error) {
    if (!isReadFailure(error)) throw error;
    return { path, bytes: size, reason: error.reason, detail: error.message };
  }
}

function withFile<Found>(diskPath: string, size: number, look: (bytes: ArchiveBytes) => Found): Found {
  const bytes = opened(diskPath, size);
  try {
    return look(bytes);
  } catch (error) {
    throw readFailure("archive.damaged", error);
  } finally {
    bytes.close();
  }
}

async function openFrom(
  diskPath: string,
  size: number,
  { packed, from }: { readonly packed: PackedBytes; readonly from: number },
): ReturnType<FoundFile["open"]> {
  const bytes = opened(diskPath, size);
  try {
    const reader = await openPacked(bytes, packed, from);
    return {
      read: (into) => reader.read(into),
      close: () => {
        reader.close();
        bytes.close();
      },
    };
  } catch (error) {
    bytes.close();
    throw error;
  }
}

function opened(diskPath: string, size: number): ArchiveBytes {
  try {
    return archiveOnDisk(diskPath, size);
  } catch (error) {
    throw readFailure("file.unreadable", error);
  }
}

const fixedHeaderBytes = 10;
const trailerBytes = 8;
/** Deflate packs 258 bytes into two bits at best, behind some that describe them: nothing unpacks to more than this many times its size. */
const ratioOfDeflate = 1032;
/** Of a header with the name of the file and a comment. */
const headerBytesMax = 4096;

function packedOf(bytes: ArchiveBytes): PackedBytes {
  const header = Buffer.alloc(Math.min(bytes.size, headerBytesMax));
  bytes.read(header, 0);
  const trailer = Buffer.alloc(trailerBytes);
  bytes.read(trailer, Math.max(0, bytes.size - trailerBytes));
  const start = headerEnd(header);
  const packedBytes = bytes.size - trailerBytes - start;
  const plainBytes = trailer.readUInt32LE(4);
  if (plainBytes > packedBytes * ratioOfDeflate)
    throw new Error("its end is missing or damaged: what stands there is not the length of what it holds");
  return { start, packedBytes, plainBytes, isStored: false, checksum: trailer.readUInt32LE(0) };
}

/** Magic, method, flags, time, two more; then what the flags say (RFC 1952, 2.3). */
function headerEnd(header: Buffer): number {
  if (header.length < fixedHeaderBytes + trailerBytes || header.readUInt16BE(0) !== 0x1f8b)
    throw new Error("it is not packed with gzip, or its header is damaged");
  const flags = header[3] ?? 0;
  let end = fixedHeaderBytes;
  if ((flags & 4) !== 0) end += 2 + header.readUInt16LE(end);
  for (const flag of [8, 16]) if ((flags & flag) !== 0) end = behindZero(header, end);
  return (flags & 2) === 0 ? end : end + 2;
}

function behindZero(header: Buffer, from: number): number {
  const zero = header.indexOf(0, from);
  if (zero === -1) throw new Error("its header is damaged");
  return zero + 1;
}
