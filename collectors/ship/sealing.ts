import { waitsForNext } from "../slices/cut.ts";
import type { Followed, Following } from "../follow/index.ts";

/** What is behind `offset` will not grow: the last record ends where the file ends. */
export function isSealed({ now, limits, handles }: Following, file: Followed): boolean {
  if (file.format === "status-file") return true;
  const idleMs = now - file.changedAt;
  if (file.presence === "gone") return handles.held(file) === undefined || idleMs >= limits.rotatedIdleMs;
  if (idleMs >= limits.rotatedIdleMs && (file.rotated || isSettled(now - limits.staleMs, file))) return true;
  return idleMs >= limits.idleMs && file.size > 0 && !isLiveEventLog(file);
}

/**
 * The last record is whole by its grammar; or it is so old that nobody is writing it: a copy brought it, and has the time of the copy. What may be written to where it stands
 * is neither.
 */
function isSettled(staleAt: number, file: Followed): boolean {
  const { offset, size, heldSize, rest, stamp, openAt } = file;
  if (size === 0) return false;
  if (offset >= size) return waitsForNext(file.format);
  if (heldSize !== size || rest === "room") return false;
  return rest === "whole" || (stamp ?? openAt ?? Number.POSITIVE_INFINITY) <= staleAt;
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
