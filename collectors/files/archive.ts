import yauzl from "yauzl";
import type { Entry } from "yauzl";
import { systemReason } from "../contract/index.ts";
import { ArchiveAccess, archiveInMemory } from "./archive-bytes.ts";
import type { ArchiveBytes } from "./archive-bytes.ts";
import { openEntry } from "./archive-entry.ts";
import type { PackedEntry } from "./archive-entry.ts";
import type { BundleLimits, Unreadable } from "./bundle.ts";
import type { FoundFile } from "./found-file.ts";
import { isReadFailure } from "./read-failure.ts";
import { refuseSize } from "./refuse-size.ts";
import type { Refusal } from "./refuse-size.ts";

/** Where an archive was found. */
export interface ArchivePlace {
  readonly argument: number;
  /** Stands before the names of its entries: `""`, or `folder/name.zip/`. */
  readonly prefix: string;
  /** Shown when the archive itself cannot be read. */
  readonly path: string;
  /** 0: on disk; 1: in another archive. Deeper ones are refused. */
  readonly depth: number;
  readonly limits: BundleLimits;
}

/** Files of an archive, and of archives directly inside it. An entry that cannot be read does not keep the others from it. */
export async function* archiveFiles(
  bytes: ArchiveBytes,
  place: ArchivePlace,
): AsyncGenerator<FoundFile | Unreadable> {
  const budget: Budget = { bytes: 0, names: new Map() };
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(new ArchiveAccess(bytes), bytes.size, zipOptions);
    for await (const entry of zip.eachEntry()) yield* entryFiles(bytes, entry, { place, budget });
  } catch (error) {
    yield { path: place.path, bytes: bytes.size, ...reasonOf(error) };
  }
}

// Names are decoded and judged here, sizes when an entry is read: yauzl would give up the whole archive for one of them.
const zipOptions = { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: false };

interface Budget {
  /** Unpacked bytes so far, as declared; readers hold entries to what they declare. */
  bytes: number;
  readonly names: Map<string, number>;
}

interface Walk {
  readonly place: ArchivePlace;
  readonly budget: Budget;
}

async function* entryFiles(
  archive: ArchiveBytes,
  entry: Entry,
  walk: Walk,
): AsyncGenerator<FoundFile | Unreadable> {
  const name = yauzl.getFileNameLowLevel(
    entry.generalPurposeBitFlag,
    entry.fileNameRaw,
    entry.extraFields,
    false,
  );
  if (name.endsWith("/")) return;
  const path = walk.place.prefix + name;
  const refusal = refuse(entry, name, walk);
  if (refusal !== null) {
    yield { path, bytes: entry.uncompressedSize, ...refusal };
    return;
  }
  walk.budget.bytes += entry.uncompressedSize;
  if (/\.zip$/i.test(name)) {
    yield* nestedFiles(archive, packedEntry(entry), { ...walk.place, path });
    return;
  }
  const seen = walk.budget.names.get(path) ?? 0;
  walk.budget.names.set(path, seen + 1);
  const id = seen === 0 ? path : `${path}#${seen + 1}`;
  yield entryFile(archive, packedEntry(entry), {
    argument: walk.place.argument,
    path,
    id,
    modifiedAt: modifiedAt(entry),
  });
}

function refuse(entry: Entry, name: string, { place: { limits }, budget }: Walk): Refusal | null {
  return (
    refuseName(entry, name) ??
    refusePacking(entry) ??
    refuseSize(packedEntry(entry), { limits, unpacked: budget.bytes })
  );
}

function refuseName(entry: Entry, name: string): Refusal | null {
  const unsafe = yauzl.validateFileName(name) ?? (isLink(entry) ? "a symbolic link" : null);
  if (unsafe === null && !name.includes("\0")) return null;
  return { reason: "archive.unsafe-path", detail: unsafe ?? "NUL in its name" };
}

function refusePacking(entry: Entry): Refusal | null {
  if (entry.isEncrypted()) return { reason: "archive.encrypted", detail: "needs a password" };
  if ([0, 8].includes(entry.compressionMethod)) return null;
  const detail = `packed with method ${entry.compressionMethod}, which is not supported`;
  return { reason: "archive.damaged", detail };
}

/** Unix mode in the upper half of the external attributes: S_IFLNK. */
function isLink(entry: Entry): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000;
}

async function* nestedFiles(
  archive: ArchiveBytes,
  entry: PackedEntry,
  place: ArchivePlace,
): AsyncGenerator<FoundFile | Unreadable> {
  const size = entry.plainBytes;
  const tooDeep = place.depth >= 1 ? "an archive within an archive within an archive" : null;
  const tooLarge =
    size > place.limits.nestedBytesMax ? `an archive of ${size} bytes within an archive` : null;
  const refusal = tooDeep ?? tooLarge;
  if (refusal !== null) {
    yield { path: place.path, bytes: size, reason: "archive.limit", detail: `${refusal}: unpack it first` };
    return;
  }
  try {
    const bytes = archiveInMemory(await whole(archive, entry));
    yield* archiveFiles(bytes, { ...place, prefix: `${place.path}/`, depth: place.depth + 1 });
  } catch (error) {
    yield { path: place.path, bytes: size, ...reasonOf(error) };
  }
}

async function whole(archive: ArchiveBytes, entry: PackedEntry): Promise<Buffer> {
  const reader = await openEntry(archive, entry, 0);
  try {
    const bytes = Buffer.allocUnsafe(entry.plainBytes);
    await reader.read(bytes);
    return bytes;
  } finally {
    reader.close();
  }
}

function packedEntry(entry: Entry): PackedEntry {
  return {
    packedBytes: entry.compressedSize,
    plainBytes: entry.uncompressedSize,
    isStored: entry.compressionMethod === 0,
    checksum: entry.crc32,
    header: entry.relativeOffsetOfLocalHeader,
  };
}

function entryFile(
  archive: ArchiveBytes,
  entry: PackedEntry,
  at: Pick<FoundFile, "argument" | "path" | "id" | "modifiedAt">,
): FoundFile {
  return {
    ...at,
    bytes: entry.plainBytes,
    open: (from) => openEntry(archive, entry, from),
  };
}

/**
 * The extended stamps of Info-ZIP (0x5455) and NTFS (0x000a) are UTC. The DOS stamp that every entry has is the wall
 * clock of the machine that packed it, in an unknown zone: it tells no moment, so it is not used.
 */
function modifiedAt(entry: Entry): number | null {
  const isExtended = entry.extraFields.some((field) => field.id === 0x5455 || field.id === 0x000a);
  const at = isExtended ? entry.getLastModDate({ timezone: "UTC" }).getTime() : Number.NaN;
  return Number.isFinite(at) ? Math.floor(at) : null;
}

function reasonOf(error: unknown): Refusal {
  if (isReadFailure(error)) return { reason: error.reason, detail: error.message };
  const detail = systemReason(error);
  return { reason: /encryption/.test(detail) ? "archive.encrypted" : "archive.damaged", detail };
}
