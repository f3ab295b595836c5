import { dirname } from "node:path";
import type { OpenFile } from "../files/index.ts";
import { evidenceOf, inodeOf, isProvenBy, tailBytesMax } from "./evidence.ts";
import type { Followed, Waiting } from "./followed.ts";
import type { Following } from "./following.ts";
import { readAt } from "./read-at.ts";
import type { Roster } from "./roster.ts";

/**
 * A log can be rotated by copying it and cutting off the original. Then its bytes live on in the copy: the identity goes with the bytes, what was not read yet is read
 * there, and nothing is read twice. A copy is known by the same beginning and the same bytes before the position that was reached, in the same folder.
 */
export async function findCopy({ roster }: Following, file: Followed): Promise<Waiting | null> {
  if (!canBeCopied(file)) return null;
  for (const path of [...roster.in(dirname(file.path))]) {
    const other = roster.at(path);
    if (other?.kind === "waiting" && (await continues(file, other))) return other;
  }
  return null;
}

/** Fewer bytes can be the same by chance: two logs may well begin with the same line. */
const copyBytesMin = 64;

export function canBeCopied({ format, offset, head }: Followed): boolean {
  return format !== "evtx" && format !== "status-file" && Math.max(offset, head.length) >= copyBytesMin;
}

async function continues(file: Followed, other: Waiting): Promise<boolean> {
  const opened = await other.place.disk.open(other.path).catch(() => null);
  if (opened === null) return false;
  try {
    const stat = await opened.stat();
    if (stat.size < file.offset || inodeOf(stat) === file.inode) return false;
    const head = await readAt(opened, 0, file.head.length);
    if (!isProvenBy(file.head, head)) return false;
    const tail = await readAt(opened, file.offset - file.tail.length, file.tail.length);
    if (!isProvenBy(file.tail, tail)) return false;
    other.stat = stat;
    return true;
  } catch {
    return false;
  } finally {
    await opened.close();
  }
}

/** Whether a file with this beginning and this end stands, byte by byte as far as can be seen, in one that is followed. */
export async function isPartOf(
  { handles }: Following,
  file: Followed,
  { opened, size }: { readonly opened: OpenFile; readonly size: number },
): Promise<boolean> {
  if (size > file.size) return false;
  const from = Math.max(0, size - tailBytesMax);
  const end = await readAt(opened, from, size - from);
  const same = await readAt(await handles.open(file), from, size - from);
  return end.equals(same);
}

/** Followed files of a folder whose beginning some bytes have. */
export function* alikeIn(
  roster: Roster,
  folder: string,
  { head, size }: { readonly head: Buffer; readonly size: number },
): Generator<Followed> {
  const hashes = new Map<number, string>();
  for (const file of [...roster.filesIn(folder)]) {
    if (!canBeCopied(file) || file.head.length > size) continue;
    const hash = hashes.get(file.head.length) ?? evidenceOf(head.subarray(0, file.head.length)).hash;
    hashes.set(file.head.length, hash);
    if (hash === file.head.hash) yield file;
  }
}
