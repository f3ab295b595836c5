import { join } from "node:path";
import type { FolderEntry } from "../files/index.ts";
import { inodeOf } from "./evidence.ts";
import type { FollowedFolder, FollowedPlace } from "./followed-place.ts";
import { settleRoot } from "./followed-place.ts";
import type { Waiting } from "./followed.ts";
import { endTrouble, isBarred, isMissing, noteTrouble } from "./following.ts";
import type { Following } from "./following.ts";

/** Lists the folders of a place whose turn it is, or all of them. A name that is new waits; a followed file whose name is not there is away. */
export async function listPlace(
  following: Following,
  place: FollowedPlace,
  everything: boolean,
): Promise<void> {
  if (isBarred(following, place) || !(await findRoot(following, place, everything))) return;
  const queue = [folderAt(place, { path: place.root, relative: "", depth: 0 })];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    if (everything || isDue(following, folder)) await listFolder(following, place, folder);
    for (const name of folder.subfolders) queue.push(folderAt(place, within(folder, name)));
  }
}

/** Its folder is listed again, because a copy may have come. */
export async function listAgain(following: Following, place: FollowedPlace, path: string): Promise<void> {
  const folder = place.folders.get(path);
  if (folder !== undefined) await listFolder(following, place, folder);
}

/** The place itself is looked at as often as its root is listed. */
async function findRoot(following: Following, place: FollowedPlace, always: boolean): Promise<boolean> {
  const known = place.folders.get(place.root);
  const isFresh = known !== undefined && place.trouble === null && !isDue(following, known);
  if (isFresh && !always) return true;
  const { path } = place.place;
  try {
    const stat = await place.disk.stat(path);
    const { kind } = stat;
    if (kind === "other") throw new Error("is neither a folder nor a file");
    settleRoot(place, kind);
    if (kind === "folder") noteRoot(place, inodeOf(stat));
  } catch (error) {
    return noteNoRoot(following, place, error);
  }
  endTrouble(following, { on: place, path });
  return true;
}

/** A watch is of a folder, not of its name: of one that was made anew it tells nothing. */
function noteRoot(place: FollowedPlace, inode: string): void {
  if (place.rootInode !== "" && place.rootInode !== inode) {
    for (const folder of place.folders.values()) {
      folder.unwatch?.();
      folder.unwatch = null;
    }
  }
  place.rootInode = inode;
}

/** True: a single file may be between two of its lives, and its folder is what counts. */
function noteNoRoot(following: Following, place: FollowedPlace, error: unknown): boolean {
  const { path, optional } = place.place;
  if (isMissing(error) && typeof place.single === "string") return true;
  const isExpected = optional && place.single === undefined && isMissing(error);
  noteTrouble(isExpected ? { ...following, tell: () => {} } : following, { on: place, path }, error);
  return false;
}

function folderAt(
  place: FollowedPlace,
  at: Pick<FollowedFolder, "path" | "relative" | "depth">,
): FollowedFolder {
  const known = place.folders.get(at.path);
  if (known !== undefined) return known;
  const folder: FollowedFolder = {
    ...at,
    subfolders: [],
    entries: 0,
    listedAt: Number.NEGATIVE_INFINITY,
    isDirty: false,
    trouble: null,
    unwatch: null,
  };
  place.folders.set(at.path, folder);
  return folder;
}

function within(folder: FollowedFolder, name: string): Pick<FollowedFolder, "path" | "relative" | "depth"> {
  return { path: join(folder.path, name), relative: nameIn(folder, name), depth: folder.depth + 1 };
}

function nameIn(folder: FollowedFolder, name: string): string {
  return folder.relative === "" ? name : `${folder.relative}/${name}`;
}

function isDue({ now, limits }: Following, folder: FollowedFolder): boolean {
  const everyMs = limits.listEveryMs * Math.max(1, folder.entries / usualEntries);
  const sinceMs = now - folder.listedAt;
  return sinceMs < 0 || sinceMs >= (folder.isDirty ? everyMs / 10 : everyMs);
}

/** A folder with more is listed less often, lest listing becomes all that is done. */
const usualEntries = 5000;

async function listFolder(following: Following, place: FollowedPlace, folder: FollowedFolder): Promise<void> {
  if (isBarred(following, folder)) return;
  try {
    const entries = await place.disk.list(folder.path);
    folder.listedAt = following.now;
    folder.isDirty = false;
    take(following, { place, folder }, entries);
    watch(following, place, folder);
    endTrouble(following, { on: folder, path: folder.path });
  } catch (error) {
    if (isMissing(error) && folder.relative !== "") dropFolder(following, place, folder);
    else noteTrouble(following, { on: folder, path: folder.path }, error);
  }
}

function take(
  following: Following,
  { place, folder }: { readonly place: FollowedPlace; readonly folder: FollowedFolder },
  entries: readonly FolderEntry[],
): void {
  const here = new Set<string>();
  const subfolders: string[] = [];
  for (const { name, kind } of entries) {
    const isDeep = folder.depth >= following.limits.folderDepthMax;
    if (kind === "folder" && !isDeep && entersIn(place, nameIn(folder, name))) subfolders.push(name);
    if (kind !== "file") continue;
    const path = join(folder.path, name);
    if (expectPath(following, { place, path, relative: nameIn(folder, name) })) here.add(path);
  }
  vacateAllBut(following, { place, folder }, here);
  // A folder that is not there any more is not listed again: what was in it is away from now on.
  for (const name of folder.subfolders) {
    const below = subfolders.includes(name) ? undefined : place.folders.get(join(folder.path, name));
    if (below !== undefined) dropFolder(following, place, below);
  }
  folder.entries = entries.length;
  folder.subfolders = subfolders.sort();
}

/** The service account of a server may see everybody's folders: those in which nothing can be wanted are not looked into. */
function entersIn({ single, enters }: FollowedPlace, relative: string): boolean {
  return single === null && enters(relative);
}

/** Makes a wanted path wait that nobody has. False: it is not wanted. */
export function expectPath(
  { roster }: Following,
  {
    place,
    path,
    relative,
  }: { readonly place: FollowedPlace; readonly path: string; readonly relative: string },
): boolean {
  const isWanted = typeof place.single === "string" ? relative === place.single : place.wants(relative);
  if (isWanted && roster.at(path) === undefined) roster.wait(waitingAt(place, path, relative));
  return isWanted;
}

export function waitingAt(place: FollowedPlace, path: string, relative: string): Waiting {
  return {
    kind: "waiting",
    place,
    path,
    relative,
    generation: 0,
    stat: null,
    why: "",
    changedAt: 0,
    lookedAt: Number.NEGATIVE_INFINITY,
    looked: "",
    trouble: null,
  };
}

function vacateAllBut(
  { roster }: Following,
  { place, folder }: { readonly place: FollowedPlace; readonly folder: FollowedFolder },
  here: ReadonlySet<string>,
): void {
  for (const path of [...roster.in(folder.path)]) {
    if (!here.has(path) && roster.at(path)?.place === place) roster.vacate(path);
  }
}

function dropFolder(following: Following, place: FollowedPlace, folder: FollowedFolder): void {
  vacateAllBut(following, { place, folder }, new Set());
  folder.unwatch?.();
  place.folders.delete(folder.path);
  for (const name of folder.subfolders) {
    const below = place.folders.get(join(folder.path, name));
    if (below !== undefined) dropFolder(following, place, below);
  }
}

function watch(following: Following, place: FollowedPlace, folder: FollowedFolder): void {
  const { options, limits, hints } = following;
  if (folder.unwatch !== null || options.watch === undefined) return;
  if (following.watched >= limits.watchedFoldersMax) return;
  const unwatch = options.watch(folder.path, (name) => {
    if (name === null) folder.isDirty = true;
    else {
      const path = join(folder.path, name);
      hints.add(path);
      expectPath(following, { place, path, relative: nameIn(folder, name) });
    }
    following.stir();
  });
  if (unwatch === null) return;
  following.watched += 1;
  folder.unwatch = () => {
    following.watched -= 1;
    unwatch();
  };
}
