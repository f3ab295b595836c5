import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import type { BundleFile, ByteReader, LookedFile } from "./bundle.ts";

/**
 * Finds files with equal content: the second and later ones, each with the first that it equals.
 *
 * Only files of equal size and beginning are hashed. Status files count as equal only under the same name in the same folder, because
 * the folder is their state: a file that was moved on between two copies says two things.
 */
export async function findDuplicates(
  files: readonly LookedFile[],
): Promise<ReadonlyMap<BundleFile, BundleFile>> {
  const bySize = groupBy(
    files.filter((file) => file.bytes > 0),
    likeness,
  );
  const duplicates = new Map<BundleFile, BundleFile>();
  for (const alike of bySize.values()) {
    if (alike.length > 1) await compare(alike, duplicates);
  }
  return duplicates;
}

function likeness(file: BundleFile): string {
  if (file.source.format !== "status-file") return String(file.bytes);
  return `${file.bytes} ${file.source.path.split("/").slice(-2).join("/").toLowerCase()}`;
}

/** Their beginnings tell most files apart before they have to be read whole. */
async function compare(alike: readonly LookedFile[], duplicates: Map<BundleFile, BundleFile>): Promise<void> {
  const byStart = Map.groupBy(alike, ({ startChecksum }) => startChecksum);
  const hashed: [string, BundleFile][] = [];
  for (const file of alike)
    if ((byStart.get(file.startChecksum)?.length ?? 0) > 1) hashed.push([await hashOf(file), file]);
  for (const same of groupBy(hashed, ([hash]) => hash).values())
    note(
      same.map(([, file]) => file),
      duplicates,
    );
}

function note([first, ...later]: readonly BundleFile[], duplicates: Map<BundleFile, BundleFile>): void {
  if (first !== undefined) for (const file of later) duplicates.set(file, first);
}

/** A file that cannot be read equals no other: it is reported when its turn comes. */
async function hashOf(file: BundleFile): Promise<string> {
  const hash = createHash("sha256");
  try {
    const reader = await file.open(0);
    try {
      await feed(hash, reader, Buffer.allocUnsafe(Math.min(256 * 1024, file.bytes)));
    } finally {
      reader.close();
    }
    return hash.digest("hex");
  } catch {
    return file.source.id;
  }
}

async function feed(hash: Hash, reader: ByteReader, chunk: Buffer): Promise<void> {
  for (let length = chunk.length; length === chunk.length;) {
    length = await reader.read(chunk);
    hash.update(chunk.subarray(0, length));
  }
}

function groupBy<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
