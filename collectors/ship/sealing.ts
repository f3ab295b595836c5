import { waitsForNext } from "../slices/cut.ts";
import type { Followed, Following } from "../follow/index.ts";

/** What is behind `offset` will not grow: the last record ends where the file ends. */
export function isSealed(following: Following, file: Followed): boolean {
  if (file.format === "status-file") return true;
  if (file.presence === "gone" && following.handles.held(file) === undefined) return true;
  return following.now - file.changedAt >= sealedAfterMs(following, file);
}

/** Without a change. */
function sealedAfterMs({ now, limits }: Following, file: Followed): number {
  if (file.presence === "gone") return limits.rotatedIdleMs;
  const usualMs = file.size > 0 && !isLiveEventLog(file) ? limits.idleMs : Number.POSITIVE_INFINITY;
  if (file.rotated || isWhole(file)) return Math.min(usualMs, limits.rotatedIdleMs);
  return isStale(now - limits.staleMs, file) ? Math.min(usualMs, limits.copyIdleMs) : usualMs;
}

/** The last record is whole by its grammar. */
function isWhole({ format, offset, size, heldSize, rest }: Followed): boolean {
  if (size === 0) return false;
  return offset >= size ? waitsForNext(format) : heldSize === size && rest === "whole";
}

/** The last record is torn, and so old that nobody is writing it: a copy brought it, and has the time of the copy. What may be written to where it stands is not. */
function isStale(staleAt: number, { offset, size, heldSize, rest, stamp, openAt }: Followed): boolean {
  if (offset >= size || heldSize !== size || rest === "room") return false;
  const at = stamp ?? openAt;
  // 0: it is not known.
  return at !== null && at !== undefined && at > 0 && at <= staleAt;
}

/** Windows writes into the last chunk of a live event log again and again, for days: it is never finished, however quiet it is. */
export function isLiveEventLog({ format, path }: Followed): boolean {
  return format === "evtx" && /[\\/]winevt[\\/]logs[\\/][^\\/]+$/i.test(path);
}

/** There is something to ship: bytes that may hold a whole record, or the word that it has ended. */
export function isReady(following: Following, file: Followed): boolean {
  if (file.presence === "away" || isTroubled(following, file)) return false;
  if (file.offset < file.size && file.heldSize !== file.size) return true;
  return !file.ended && isSealed(following, file);
}

function isTroubled(following: Following, file: Followed): boolean {
  if (file.presence === "gone") return false;
  return file.trouble !== null || file.isUnclear || file.place?.disk.hangs() === true;
}
