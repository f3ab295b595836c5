import type { Difference, KeptFiles } from "../../../processors/live.ts";
import type { Explained } from "./explain.ts";
import type { DiskFile } from "./read-disk.ts";

export interface DiskReport {
  readonly files: number;
  /** On the disk, in whole records. */
  readonly bytes: number;
  /** Of these the state does not know so many: not read, or a gap. */
  readonly missingBytes: number;
  readonly differences: readonly (Difference & Explained)[];
  readonly differenceCount: number;
  readonly unexplained: number;
}

const differencesMax = 1000;

/** Each file of the disk beside what the partitions together know of it. Pure. */
export function compareDisk(disk: ReadonlyMap<string, DiskFile>, kept: readonly KeptFiles[]): DiskReport {
  const cursors = kept.flatMap((one) => one.cursors);
  const gaps = new Map(cursors.map(({ file, gapBytes }) => [file.id, gapBytes]));
  const hosts = new Set([...disk.values()].map(({ host }) => host));
  let [bytes, missingBytes] = [0, 0];
  const differences: (Difference & Explained)[] = [];
  for (const [id, file] of disk) {
    const seen = seenThrough(kept, file.ids);
    const gapBytes = gaps.get(id) ?? 0;
    bytes += file.end;
    missingBytes += Math.max(0, file.end - (seen ?? 0)) + gapBytes;
    differences.push(...differencesOf(file, seen, gapBytes));
  }
  for (const { file, offset } of cursors)
    if (hosts.has(file.host) && !disk.has(file.id)) differences.push(gone(file.path, offset));
  return {
    files: disk.size,
    bytes,
    missingBytes,
    differences: differences.slice(0, differencesMax),
    differenceCount: differences.length,
    unexplained: differences.filter(({ isExplained }) => !isExplained).length,
  };
}

/** A host is in one partition, unless it was moved: then its last one knows most. */
function seenThrough(kept: readonly KeptFiles[], ids: readonly string[]): number | null {
  const offsets = kept.flatMap((one) => ids.flatMap((id) => one.seenThrough(id) ?? []));
  return offsets.length === 0 ? null : Math.max(...offsets);
}

function differencesOf(
  { path, end }: DiskFile,
  kept: number | null,
  gapBytes: number,
): readonly (Difference & Explained)[] {
  const found: (Difference & Explained)[] = [];
  const add = (difference: Difference, meaning: string): void =>
    void found.push({ ...difference, isExplained: false, meaning });
  if (kept === null) add({ type: "position", path, kept, read: end }, unknown);
  else if (kept !== end) add({ type: "position", path, kept, read: end }, kept < end ? behind : beyond);
  if (gapBytes > 0) add({ type: "gap", path, kept: gapBytes, read: 0 }, gap);
  return found;
}

function gone(path: string, offset: number): Difference & Explained {
  return {
    type: "position",
    path,
    kept: offset,
    read: null,
    isExplained: true,
    meaning: "it is no longer on this disk, or under another name that is not among these folders",
  };
}

const unknown =
  "the state does not know this file: its collector has not sent it, or the state has forgotten it";
const behind =
  "bytes of this file are on the disk and not in the state: they are under way, or lost; ask again when collector and processor are at rest";
const beyond = "the state has passed bytes that are not on the disk: the file was cut off";
const gap = "so many bytes of this file never came";
