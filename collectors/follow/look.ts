import type { FileStat } from "../files/index.ts";
import { check, compareEveryMs, noteSize } from "./check.ts";
import { inodeOf } from "./evidence.ts";
import type { Followed } from "./followed.ts";
import { endTrouble, isBarred, isMissing, noteTrouble } from "./following.ts";
import type { Following } from "./following.ts";
import { waitingAt } from "./listing.ts";

/** Looks at followed files whose turn it is: has it grown, is it still the same, is it still there? */
export async function lookAtFollowed(following: Following): Promise<void> {
  const due = [...following.roster.files.values()].filter((file) => isDue(following, file));
  // One after the other in each place: a share that hangs must not hold more than one thread of the pool.
  const byPlace = Map.groupBy(due, ({ place }) => place);
  await Promise.all([...byPlace.values()].map((files) => glanceAtAll(following, files)));
  for (const file of due) {
    if (file.isUnclear && file.presence === "here") await look(following, file);
  }
}

async function glanceAtAll(following: Following, files: readonly Followed[]): Promise<void> {
  for (const file of files) await glance(following, file);
}

function isDue(following: Following, file: Followed): boolean {
  const { now, hints } = following;
  if (file.presence === "away" || isBarred(following, file)) return false;
  if (file.presence === "gone") return !file.ended && now !== file.lookedAt;
  // Once it is shipped, its folder tells all there is to know.
  if (file.format === "status-file" && file.ended) return false;
  if (hints.has(file.path) || file.isUnclear) return true;
  const sinceMs = now - file.lookedAt;
  return sinceMs < 0 || sinceMs >= everyMs(following, file);
}

/** A folder full of status files that wait for their turn is looked at in the course of minutes. */
function everyMs(following: Following, file: Followed): number {
  const { limits, roster } = following;
  if (isHot(following, file)) return limits.hotEveryMs;
  const files = file.format === "status-file" ? roster.files.size : roster.looked();
  return limits.quietEveryMs * Math.max(1, files / limits.quietLooksMax);
}

export function isHot({ now, limits }: Following, file: Followed): boolean {
  const sinceMs = now - file.changedAt;
  return sinceMs >= 0 && sinceMs < limits.hotForMs;
}

/** A look at the name alone, which costs least; what has changed is marked. */
async function glance(following: Following, file: Followed): Promise<void> {
  const { now, roster, hints } = following;
  const { place, path } = file;
  file.lookedAt = now;
  if (file.changedAt > now) file.changedAt = now;
  hints.delete(path);
  if (file.presence === "gone" || place === null) return glanceAtGone(following, file);
  try {
    note(following, file, await place.disk.stat(path));
  } catch (error) {
    if (isMissing(error)) roster.vacate(path);
    else noteTrouble(following, { on: file, path }, error);
  }
}

function note(following: Following, file: Followed, stat: FileStat): void {
  const { roster, now } = following;
  const { place, path } = file;
  if (inodeOf(stat) !== file.inode) {
    roster.vacate(path);
    if (place !== null) roster.wait(waitingAt(place, path, relativeOf(file)));
    return;
  }
  file.seenAt = now;
  const isSame = stat.size === file.size && stat.modifiedAt === file.modifiedAt && file.trouble === null;
  if (!isSame || isStale(following, file)) file.isUnclear = true;
}

/** Names can tell old sizes: now and then the open file itself is asked. */
function isStale({ now }: Following, { checkedAt }: Followed): boolean {
  return now - checkedAt >= compareEveryMs || now < checkedAt;
}

function relativeOf({ place, shown }: Followed): string {
  return place === null || place.place.name === "" ? shown : shown.slice(place.place.name.length + 1);
}

/** It has no name any more, but may be open: here, and with its writer. */
async function glanceAtGone(following: Following, file: Followed): Promise<void> {
  try {
    const stat = await following.handles.held(file)?.stat();
    if (stat !== undefined) noteSize(following, file, stat);
  } catch {
    await following.handles.close(file);
  }
}

async function look(following: Following, file: Followed): Promise<void> {
  const { path } = file;
  try {
    await check(following, file);
    endTrouble(following, { on: file, path });
  } catch (error) {
    if (isMissing(error)) following.roster.vacate(path);
    else noteTrouble(following, { on: file, path }, error);
  }
}
