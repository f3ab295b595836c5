import { basename, dirname } from "node:path";
import type { FileStat, OpenFile } from "../files/index.ts";
import { findCopy } from "./copies.ts";
import { headBytesMax, headEvidence, inodeOf, isProvenBy } from "./evidence.ts";
import { shownAs } from "./followed.ts";
import type { Followed, Waiting } from "./followed.ts";
import type { Following } from "./following.ts";
import { listAgain, waitingAt } from "./listing.ts";
import { readAt } from "./read-at.ts";

/**
 * Opens a file and compares it with what is known of it. False: it holds other bytes than those that were shipped, and was dealt with. Throws what the
 * system says.
 */
export async function check(following: Following, file: Followed): Promise<boolean> {
  const handle = await following.handles.open(file);
  const stat = await handle.stat();
  if (stat.size < file.offset || !(await isSame(file, handle, stat.size))) {
    await replace(following, file);
    return false;
  }
  file.checkedAt = following.now;
  file.isUnclear = false;
  noteRewrite(following, file, stat);
  noteSize(following, file, stat);
  return true;
}

/** Only an event log is written to behind its end. */
function noteRewrite({ tell }: Following, file: Followed, { size, modifiedAt }: FileStat): void {
  const isWritten = file.modifiedAt > 0 && modifiedAt > file.modifiedAt && size === file.size;
  if (file.format !== "evtx" || !file.ended || !isWritten) return;
  tell({ type: "changed-after-end", path: file.path, fileId: file.id });
}

/** The evidence of a short file grows with it. */
async function isSame(file: Followed, handle: OpenFile, size: number): Promise<boolean> {
  const head = await readAt(handle, 0, Math.min(headBytesMax(file.format), size));
  if (!isProvenBy(file.head, head)) return false;
  const tail = await readAt(handle, file.offset - file.tail.length, file.tail.length);
  if (!isProvenBy(file.tail, tail)) return false;
  const grown = headEvidence(head, file);
  if (grown.length > file.head.length) file.head = grown;
  return true;
}

export function noteSize({ now }: Following, file: Followed, { size, modifiedAt }: FileStat): void {
  if (size === file.size && modifiedAt === file.modifiedAt) return;
  // What was there before we came has changed when the file says so.
  file.changedAt = file.modifiedAt === 0 ? Math.min(now, modifiedAt) : now;
  file.size = size;
  file.modifiedAt = modifiedAt;
  // Room that was set aside may have been written to, at the same size.
  file.heldSize = -1;
  if (size > file.offset) file.ended = false;
}

/** Cut off, or written anew in place. If the bytes live on in a copy, the identity goes there; the path waits to become a new file. */
async function replace(following: Following, file: Followed): Promise<void> {
  const { roster, handles, tell } = following;
  const { path, place, shown } = file;
  if (place === null) return;
  await handles.close(file);
  await listAgain(following, place, dirname(path));
  const copy = await findCopy(following, file);
  const relative = place.place.name === "" ? shown : shown.slice(place.place.name.length + 1);
  const next: Waiting = { ...waitingAt(place, path, relative), generation: file.generation + 1 };
  roster.freeInode(file);
  if (copy === null) {
    roster.lose(file);
    const unreadBytes = Math.max(0, file.size - file.offset);
    tell({ type: "truncated", path, fileId: file.id, offset: file.offset, unreadBytes });
    file.size = file.offset;
  } else moveTo(following, file, copy);
  roster.wait(next);
  following.unsaved = "first";
}

/** The identity and position of a file go to a copy of it. */
export function moveTo({ roster, tell }: Following, file: Followed, copy: Waiting): void {
  if (copy.stat === null) return;
  const { path } = file;
  roster.settle(file, { path: copy.path, inode: inodeOf(copy.stat) });
  file.place = copy.place;
  file.shown = shownAs(copy.place, copy.relative);
  file.size = copy.stat.size;
  file.modifiedAt = copy.stat.modifiedAt;
  file.rotated ||= basename(path) !== basename(copy.path);
  file.heldSize = -1;
  if (file.size > file.offset) file.ended = false;
  tell({ type: "copied", path, to: copy.path, fileId: file.id });
}
