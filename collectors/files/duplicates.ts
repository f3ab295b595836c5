import { createHash } from "node:crypto";
import type { Hash } from "node:crypto";
import type { BundleFile, ByteReader } from "./bundle.ts";

/**
 * Finds files with equal content: the second and later ones, each with the first that it equals.
 *
 * Only files of equal size are hashed. Status files count as equal only under the same name in the same folder, because
 * the folder is their state: a file that was moved on between two copies says two things.
 */
export async function findDuplicates(
  files: readonly BundleFile[],
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

/** The first 4 KiB tell most files apart before they have to be read whole. */
async function compare(alike: readonly BundleFile[], duplicates: Map<BundleFile, BundleFile>): Promise<void> {
  for (const bytesMax of [4096, Number.MAX_SAFE_INTEGER]) {
    const hashed: [string, BundleFile][] = [];
    for (const file of alike) hashed.push([await hashOf(file, bytesMax), file]);
    const byHash = groupBy(hashed, ([hash]) => hash);
    const rest = [...byHash.values()].filter((group) => group.length > 1);
    if (rest.length === 0) return;
    if (bytesMax > 4096 || alike.every((file) => file.bytes <= 4096)) {
      for (const group of rest)
        note(
          group.map(([, file]) => file),
          duplicates,
        );
      return;
    }
  }
}

function note([first, ...later]: readonly BundleFile[], duplicates: Map<BundleFile, BundleFile>): void {
  if (first !== undefined) for (const file of later) duplicates.set(file, first);
}

/** A file that cannot be read equals no other: it is reported when its turn comes. */
async function hashOf(file: BundleFile, bytesMax: number): Promise<string> {
  const hash = createHash("sha256");
  try {
    const reader = await file.open(0);
    try {
      const chunk = Buffer.allocUnsafe(Math.min(256 * 1024, bytesMax, file.bytes));
      await feed(hash, reader, { chunk, bytesMax });
    } finally {
      reader.close();
    }
    return hash.digest("hex");
  } catch {
    return file.source.id;
  }
}

async function feed(
  hash: Hash,
  reader: ByteReader,
  { chunk, bytesMax }: { chunk: Buffer; bytesMax: number },
): Promise<void> {
  for (let left = bytesMax; left > 0;) {
    const length = await reader.read(chunk);
    hash.update(chunk.subarray(0, length));
    left -= length;
    if (length < chunk.length) return;
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
