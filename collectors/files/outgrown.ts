import { startBytes } from "./bundle.ts";
import type { BundleFile, ByteReader, LookedFile } from "./bundle.ts";

/**
 * Finds copies of a log that were taken before it had grown further: each with the file whose beginning it is. Only logs
 * that grow at their end are looked at, and only from a size that no mere header has.
 */
export async function findOutgrown(
  files: readonly LookedFile[],
): Promise<ReadonlyMap<BundleFile, BundleFile>> {
  const byStart = Map.groupBy(
    files.filter(({ source, bytes }) => growing.has(source.format) && bytes >= startBytes),
    ({ source, startChecksum }) => `${source.format} ${startChecksum}`,
  );
  const outgrown = new Map<BundleFile, BundleFile>();
  for (const alike of byStart.values()) {
    // A checksum can be the same by chance, or on purpose: so there may be several that begin nothing.
    const grown: BundleFile[] = [];
    for (const file of alike.toSorted((a, b) => b.bytes - a.bytes).slice(0, alikeMax)) {
      const longer = await longerOf(file, grown);
      if (longer === null) grown.push(file);
      else outgrown.set(file, longer);
    }
  }
  return outgrown;
}

async function longerOf(file: BundleFile, grown: readonly BundleFile[]): Promise<BundleFile | null> {
  for (const other of grown) if (file.bytes < other.bytes && (await isStartOf(file, other))) return other;
  return null;
}

const growing: ReadonlySet<string> = new Set(["iis-w3c", "httperr", "cmtrace", "svclog", "omadm", "text"]);
/** Copies of one log; more are read as they are. */
const alikeMax = 100;

/** A file that cannot be read is the beginning of none: it is reported when its turn comes. */
async function isStartOf(file: BundleFile, longer: BundleFile): Promise<boolean> {
  const readers: ByteReader[] = [];
  try {
    for (const one of [file, longer]) readers.push(await one.open(0));
    const [short, long] = readers;
    return short !== undefined && long !== undefined && (await isSame(short, long, file.bytes));
  } catch {
    return false;
  } finally {
    for (const reader of readers) reader.close();
  }
}

async function isSame(short: ByteReader, long: ByteReader, bytes: number): Promise<boolean> {
  const chunks = [Buffer.alloc(chunkBytes), Buffer.alloc(chunkBytes)] as const;
  for (let left = bytes; left > 0;) {
    const length = await short.read(chunks[0].subarray(0, left));
    await long.read(chunks[1].subarray(0, length));
    if (length === 0 || chunks[0].compare(chunks[1], 0, length, 0, length) !== 0) return false;
    left -= length;
  }
  return true;
}

const chunkBytes = 256 * 1024;
