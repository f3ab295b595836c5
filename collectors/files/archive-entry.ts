import type { ArchiveBytes } from "./archive-bytes.ts";
import type { ByteReader } from "./bundle.ts";
import { openPacked } from "./packed-bytes.ts";
import type { PackedBytes } from "./packed-bytes.ts";
import { readFailure } from "./read-failure.ts";

/** What must be kept of an entry to read it later; the library's own object is twenty times as large. */
export interface PackedEntry extends Omit<PackedBytes, "start"> {
  /** Position of its local header. */
  readonly header: number;
}

/** Reads one entry from a position of its content. Throws `ReadFailure`. */
export async function openEntry(
  archive: ArchiveBytes,
  entry: PackedEntry,
  from: number,
): Promise<ByteReader> {
  return openPacked(archive, { ...entry, start: contentStart(archive, entry) }, from);
}

/** Local file header: 30 bytes, among them the lengths of the name and the extra field that follow (APPNOTE 4.3.7). */
function contentStart(archive: ArchiveBytes, entry: PackedEntry): number {
  try {
    const header = Buffer.allocUnsafe(30);
    archive.read(header, entry.header);
    if (header.readUInt32LE(0) !== 0x04034b50) throw new Error("its header is damaged");
    return entry.header + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } catch (error) {
    throw readFailure("archive.damaged", error);
  }
}
