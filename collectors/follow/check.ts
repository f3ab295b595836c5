import { basename, dirname } from "node:path";
import type { FileStat, OpenFile } from "../files/index.ts";
import { findCopy } from "./copies.ts";
import { headBytesMax, headEvidence, inodeOf, isProvenBy, tailBytesMax } from "./evidence.ts";
import { isRead, showAs, shownAs } from "./followed.ts";
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
  const isGrown = isGrowth(following, file, stat);
  if (stat.size < file.offset || !(isGrown || (await isSame(file, handle, stat)))) {
    await replace(following, file);
    return false;
  }
  file.isUnclear = false;
  noteRewrite(following, file, stat);
  noteSize(following, file, stat);
  if (!isGrown) {
    file.checkedAt = following.now;
    file.provenSize = stat.size;
  }
  return true;
}

/**
 * All of it was read, and it has but grown since its bytes were compared, not long ago: then what stands before the position is compared when the next slice is read, and
 * nothing need be read for it here. Of a file that is followed at a hundred lines a second that is most of what its disk is asked.
 */
function isGrowth({ now }: Following, file: Followed, { size }: FileStat): boolean {
  const sinceMs = now - file.checkedAt;
  const isFull = file.head.length === headBytesMax(file.format) && file.tail.length === tailBytesMax;
  const isLonger = isRead(file) && size > file.size;
  return file.format !== "evtx" && isFull && isLonger && sinceMs >= 0 && sinceMs < compareEveryMs;
}

/** The bytes of a file are compared with the evidence so often, whatever its name tells. */
export const compareEveryMs = 60_000;

/** Only an event log is written to behind its end. */
function noteRewrite({ tell }: Following, file: Followed, { size, modifiedAt }: FileStat): void {
  const isWritten = file.modifiedAt > 0 && modifiedAt > file.modifiedAt && size === file.size;
  if (file.format !== "evtx" || !file.ended || !isWritten) return;
  tell({ type: "changed-after-end", path: file.path, fileId: file.id });
}

/** The evidence of a short file grows with it. */
async function isSame(file: Followed, handle: OpenFile, { size }: FileStat): Promise<boolean> {
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
  // There may be one now.
  if (file.stamp === null) file.stamp = undefined;
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
    const unreadBytes = Math.max(0, Math.min(file.size, file.provenSize) - file.offset);
    tell({ type: "truncated", path, fileId: file.id, offset: file.offset, unreadBytes });
    // Nobody can read that any more: it ends behind it, which is a gap for its reader.
    file.offset += unreadBytes;
    file.size = file.offset;
  } else moveTo(following, file, copy);
  roster.wait(next);
  following.unsaved = "first";
}

/** The identity and position of a file go to a copy of it, whose bytes were compared. */
export function moveTo({ now, roster, tell }: Following, file: Followed, copy: Waiting): void {
  if (copy.stat === null) return;
  const { path } = file;
  roster.settle(file, { path: copy.path, inode: inodeOf(copy.stat) });
  file.place = copy.place;
  showAs(file, shownAs(copy.place, copy.relative));
  file.size = copy.stat.size;
  file.provenSize = file.size;
  file.isUnclear = false;
  file.checkedAt = now;
  file.stamp = undefined;
  file.modifiedAt = copy.stat.modifiedAt;
  file.rotated ||= basename(path) !== basename(copy.path);
  file.heldSize = -1;
  if (file.size > file.offset) file.ended = false;
  tell({ type: "copied", path, to: copy.path, fileId: file.id });
}
