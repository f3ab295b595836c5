import { basename, dirname } from "node:path";
import { isUtf16 } from "../contract/index.ts";
import { headBytesMax as sniffBytesMax, hintFor, sniff } from "../files/index.ts";
import type { FileStat, OpenFile, Sniffed } from "../files/index.ts";
import { check } from "./check.ts";
import { alikeIn, isPartOf } from "./copies.ts";
import { headEvidence, inodeOf } from "./evidence.ts";
import { firstStampOf } from "./first-stamp-of.ts";
import type { Evidence } from "../checkpoint/index.ts";
import { showAs, shownAs } from "./followed.ts";
import type { FollowedPlace } from "./followed-place.ts";
import type { Followed, Waiting } from "./followed.ts";
import { endTrouble, isBarred, isMissing, noteTrouble, tellFound } from "./following.ts";
import type { Following } from "./following.ts";
import { readScratch } from "./read-scratch.ts";
import { resume } from "./resume.ts";

/** A path whose format is known; it becomes a followed file when its host is. */
export interface Met {
  readonly waiting: Waiting;
  readonly stat: FileStat;
  readonly sniffed: Sniffed;
  readonly head: Evidence;
  /** First stamp of the file, so that it need not be opened for that again; undefined: not known before its host is, since the zone of its clock is. */
  readonly stamp: number | null | undefined;
}

/** Looks at each waiting path: a known file under another name goes on, a new one that can be recognised is met. */
export async function meetWaiting(following: Following): Promise<readonly Met[]> {
  // A known file can turn out to be another one by now: then its name waits again, and is looked at in the second pass.
  return [...(await meetOnce(following)), ...(await meetOnce(following))];
}

async function meetOnce(following: Following): Promise<readonly Met[]> {
  const met: Met[] = [];
  for (const waiting of [...following.roster.waiting()]) {
    if (waiting.lookedAt === following.now || !isDue(following, waiting)) continue;
    waiting.lookedAt = following.now;
    following.hints.delete(waiting.path);
    const one = await meet(following, waiting);
    if (one !== null) met.push(one);
  }
  return met;
}

function isDue(following: Following, waiting: Waiting): boolean {
  if (isBarred(following, waiting) || waiting.why === "limit") return false;
  const { now, limits, hints } = following;
  const sinceMs = now - waiting.lookedAt;
  const isHot = now - waiting.changedAt < limits.hotForMs;
  return (
    sinceMs < 0 || hints.has(waiting.path) || sinceMs >= (isHot ? limits.hotEveryMs : limits.quietEveryMs)
  );
}

async function meet(following: Following, waiting: Waiting): Promise<Met | null> {
  const { roster } = following;
  try {
    const stat = await waiting.place.disk.stat(waiting.path);
    if (stat.kind !== "file") return leave(following, waiting);
    noteChange(following, waiting, stat);
    const holder = roster.holder(inodeOf(stat));
    if (holder !== undefined) return await meetHolder(following, waiting, { holder, stat });
    return await recognise(following, waiting, stat);
  } catch (error) {
    if (isMissing(error)) roster.vacate(waiting.path);
    else noteTrouble(following, { on: waiting, path: waiting.path }, error);
    return null;
  }
}

/** A folder that the system has named, or something stranger. */
function leave({ roster }: Following, { path, place }: Waiting): null {
  roster.vacate(path);
  const folder = place.folders.get(dirname(path));
  if (folder !== undefined) folder.isDirty = true;
  return null;
}

function noteChange({ now }: Following, waiting: Waiting, stat: FileStat): void {
  const isChanged = stat.size !== waiting.stat?.size || stat.modifiedAt !== waiting.stat.modifiedAt;
  if (waiting.stat === null) waiting.changedAt = Math.min(now, stat.modifiedAt);
  else if (isChanged) waiting.changedAt = now;
  waiting.stat = stat;
}

/** Its inode is that of a followed file: which was renamed, or has two names. */
async function meetHolder(
  following: Following,
  waiting: Waiting,
  { holder, stat }: { readonly holder: Followed; readonly stat: FileStat },
): Promise<null> {
  if (holder.presence === "here" && (await isStillThere(following, holder))) {
    waiting.why = "alias";
    return null;
  }
  await moveHere(following, waiting, { holder, stat });
  return null;
}

async function isStillThere({ roster }: Following, holder: Followed): Promise<boolean> {
  try {
    const stat = await holder.place?.disk.stat(holder.path);
    if (stat !== undefined && inodeOf(stat) === holder.inode) return true;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  roster.vacate(holder.path);
  return false;
}

async function moveHere(
  following: Following,
  waiting: Waiting,
  { holder, stat }: { readonly holder: Followed; readonly stat: FileStat },
): Promise<void> {
  const from = holder.path;
  following.roster.settle(holder, { path: waiting.path, inode: inodeOf(stat) });
  holder.place = waiting.place;
  showAs(holder, shownAs(waiting.place, waiting.relative));
  holder.seenAt = following.now;
  if (from !== waiting.path) {
    holder.rotated ||= basename(from) !== basename(waiting.path);
    following.tell({ type: "renamed", path: from, to: waiting.path, fileId: holder.id });
    if (following.unsaved === "no") following.unsaved = "yes";
  } else tellAgain(following, waiting.place, holder);
  try {
    await takeUp(following, holder);
  } catch (error) {
    if (isMissing(error)) following.roster.vacate(holder.path);
    else noteTrouble(following, { on: holder, path: holder.path }, error);
  }
}

/** It was followed by an earlier process. */
function tellAgain(following: Following, { place, kept }: FollowedPlace, holder: Followed): void {
  const { host } = holder;
  tellFound(following, holder);
  if (place.host === null || place.host === host || kept.has(host)) return;
  kept.add(host);
  following.tell({ type: "host-kept", path: place.path, host, configured: place.host });
}

/** It is the same file by name and inode: now by its bytes, and where does its reader stand? */
async function takeUp(following: Following, file: Followed): Promise<void> {
  if (!(await check(following, file))) return;
  // A reader that has seen more than there is: the file was cut off, and our memory is older than that.
  if (!(await resume(following, file))) await check(following, file);
}

async function recognise(following: Following, waiting: Waiting, stat: FileStat): Promise<Met | null> {
  const key = `${stat.size} ${stat.modifiedAt}`;
  if (waiting.looked === key && waiting.why !== "short") return null;
  if (stat.size === 0) return short(waiting);
  const opened = await waiting.place.disk.open(waiting.path);
  try {
    const met = await lookInto(following, waiting, opened);
    if (met === null) waiting.looked = key;
    endTrouble(following, { on: waiting, path: waiting.path });
    return met;
  } finally {
    await opened.close();
  }
}

function short(waiting: Waiting): null {
  waiting.why = "short";
  return null;
}

async function lookInto(following: Following, waiting: Waiting, opened: OpenFile): Promise<Met | null> {
  const stat = await opened.stat();
  if (inodeOf(stat) !== (waiting.stat === null ? "" : inodeOf(waiting.stat))) return short(waiting);
  const length = Math.min(sniffBytesMax, stat.size);
  const head = await readScratch(following, opened, { position: 0, length });
  const sniffed = sniff(head, shownAs(waiting.place, waiting.relative));
  if (sniffed === null) return unknown(following, waiting, head);
  if (!isRipe(following, waiting, { sniffed, head })) return short(waiting);
  if (await isCopy(following, waiting, { opened, head, size: stat.size })) {
    waiting.why = "copy";
    return null;
  }
  // It may have become another file's copy, or another file, while it was looked at.
  if (following.roster.at(waiting.path) !== waiting) return null;
  const met = { waiting, stat, sniffed, head: headEvidence(head, sniffed) };
  return { ...met, stamp: firstStampOf(following, met, head) };
}

function unknown(following: Following, waiting: Waiting, head: Buffer): null {
  const isShort = head.length < sniffBytesMax && following.now - waiting.changedAt < following.limits.idleMs;
  if (isShort) return short(waiting);
  if (waiting.why !== "unknown") {
    following.tell({ type: "unknown-format", path: waiting.path, detail: hintFor(head) });
  }
  waiting.why = "unknown";
  return null;
}

/** Its first line shows how it is encoded; a status file must not be half written. What has not changed for long will not get any better. */
function isRipe(
  { now, limits }: Following,
  { changedAt }: Waiting,
  { sniffed, head }: { readonly sniffed: Sniffed; readonly head: Buffer },
): boolean {
  const quietMs = now - changedAt;
  if (sniffed.format === "status-file") return quietMs >= limits.settleMs;
  return head.length >= ripeBytes(sniffed) || head.includes("\n") || quietMs >= limits.idleMs;
}

function ripeBytes({ encoding }: Sniffed): number {
  return isUtf16(encoding) ? 256 : 128;
}

async function isCopy(
  following: Following,
  waiting: Waiting,
  looked: { readonly opened: OpenFile; readonly head: Buffer; readonly size: number },
): Promise<boolean> {
  for (const file of alikeIn(following.roster, dirname(waiting.path), looked)) {
    // The original may have been cut off by now, and be longer than before: then this is what it goes on in.
    file.checkedAt = Number.NEGATIVE_INFINITY;
    const isWhole = await check(following, file);
    if (following.roster.at(waiting.path) !== waiting) return true;
    if (isWhole && (await isPartOf(following, file, looked))) return true;
  }
  return false;
}
