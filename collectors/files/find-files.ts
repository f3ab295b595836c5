import { readdirSync, realpathSync, statSync } from "node:fs";
import type { Dirent, Stats } from "node:fs";
import { basename, join, sep } from "node:path";
import { systemReason } from "../contract/index.ts";
import { archiveOnDisk } from "./archive-bytes.ts";
import type { ArchiveBytes } from "./archive-bytes.ts";
import { archiveFiles } from "./archive.ts";
import type { BundleLimits, SkipReason, Unreadable } from "./bundle.ts";
import { diskFile } from "./disk-file.ts";
import type { FoundFile } from "./found-file.ts";
import type { Wanted } from "./globs.ts";
import { gzipFile } from "./gzip-file.ts";

export interface Argument {
  readonly index: number;
  /** As given by the user. */
  readonly path: string;
  readonly limits: BundleLimits;
  /** Left out: everything. */
  readonly wanted?: Wanted | undefined;
  /** Collects what must be closed at the end. */
  readonly archives: ArchiveBytes[];
}

/**
 * Every file below one argument: a folder, an archive, or a single file (then its path is its name).
 * The order is that of names within each folder. Symbolic links are followed only to targets below the argument, and
 * no folder is read twice, so that loops end.
 */
export async function* findFiles(argument: Argument): AsyncGenerator<FoundFile | Unreadable> {
  const name = basename(argument.path);
  let root: string;
  try {
    root = realpathSync(argument.path);
  } catch (error) {
    yield unreadable(argument.path, systemReason(error));
    return;
  }
  const walk: Walk = { argument, root, seen: new Set(), count: 0 };
  yield* entryAt(walk, { disk: root, path: "", name }, 0);
}

interface Walk {
  readonly argument: Argument;
  readonly root: string;
  /** `device:inode` of folders that were entered. */
  readonly seen: Set<string>;
  count: number;
}

interface Place {
  readonly disk: string;
  /** Relative to the argument; `""` for the argument itself. */
  readonly path: string;
  readonly name: string;
}

async function* entryAt(walk: Walk, place: Place, depth: number): AsyncGenerator<FoundFile | Unreadable> {
  const path = place.path === "" ? place.name : place.path;
  const stats = statOf(place.disk);
  if (!isWanted(walk, place, stats)) return;
  if (typeof stats === "string") yield unreadable(path, stats);
  else if (stats.isDirectory()) yield* folderFiles(walk, place, { depth, stats });
  else if (!stats.isFile()) yield unreadable(path, "not a regular file: copy its content to a file first");
  else if (/\.zip$/i.test(place.name)) yield* archiveAt(walk, place, stats);
  else
    yield fileAt({ argument: walk.argument.index, path, diskPath: place.disk }, stats, walk.argument.limits);
}

function fileAt(
  at: Parameters<typeof diskFile>[0],
  stats: Stats,
  limits: BundleLimits,
): FoundFile | Unreadable {
  return /\.gz$/i.test(at.path) ? gzipFile(at, stats, limits) : diskFile(at, stats);
}

function isWanted({ argument: { wanted } }: Walk, { path }: Place, stats: Stats | string): boolean {
  if (wanted === undefined || path === "") return true;
  return typeof stats !== "string" && stats.isDirectory() ? wanted.folder(path) : wanted.file(path);
}

function statOf(diskPath: string): Stats | string {
  try {
    return statSync(diskPath);
  } catch (error) {
    return systemReason(error);
  }
}

async function* folderFiles(
  walk: Walk,
  place: Place,
  { depth, stats }: { depth: number; stats: Stats },
): AsyncGenerator<FoundFile | Unreadable> {
  const shown = place.path === "" ? place.name : place.path;
  const identity = `${stats.dev}:${stats.ino}`;
  if (walk.seen.has(identity)) return;
  walk.seen.add(identity);
  if (depth > walk.argument.limits.folderDepthMax) {
    yield unreadable(shown, `more than ${walk.argument.limits.folderDepthMax} folders deep`);
    return;
  }
  const children = childrenOf(place.disk);
  if (typeof children === "string") {
    yield unreadable(shown, children);
    return;
  }
  for (const child of children) {
    walk.count += 1;
    if (walk.count > walk.argument.limits.filesMax) {
      yield unreadable(shown, `more than ${walk.argument.limits.filesMax} files: the rest was not read`);
      return;
    }
    if (walk.count % 256 === 0) await new Promise(setImmediate);
    yield* childFiles(walk, child, { folder: place, depth });
  }
}

function childrenOf(diskPath: string): Dirent[] | string {
  try {
    return readdirSync(diskPath, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return systemReason(error);
  }
}

async function* childFiles(
  walk: Walk,
  child: Dirent,
  { folder, depth }: { folder: Place; depth: number },
): AsyncGenerator<FoundFile | Unreadable> {
  const path = folder.path === "" ? child.name : `${folder.path}/${child.name}`;
  const disk = join(folder.disk, child.name);
  if (!child.isSymbolicLink()) {
    yield* entryAt(walk, { disk, path, name: child.name }, depth + 1);
    return;
  }
  const target = targetOf(disk, walk.root);
  if ("refused" in target) yield unreadable(path, target.refused);
  else yield* entryAt(walk, { disk: target.disk, path, name: child.name }, depth + 1);
}

function targetOf(link: string, root: string): { readonly disk: string } | { readonly refused: string } {
  try {
    const disk = realpathSync(link);
    const isInside = disk === root || disk.startsWith(root.endsWith(sep) ? root : root + sep);
    return isInside
      ? { disk }
      : { refused: "a symbolic link to outside of the argument, which is not followed" };
  } catch (error) {
    return { refused: `a symbolic link to nothing readable: ${systemReason(error)}` };
  }
}

async function* archiveAt(walk: Walk, place: Place, stats: Stats): AsyncGenerator<FoundFile | Unreadable> {
  const { index, limits, archives } = walk.argument;
  const path = place.path === "" ? place.name : place.path;
  let bytes: ArchiveBytes;
  try {
    bytes = archiveOnDisk(place.disk, stats.size);
  } catch (error) {
    yield unreadable(path, systemReason(error));
    return;
  }
  archives.push(bytes);
  const prefix = place.path === "" ? "" : `${place.path}/`;
  yield* archiveFiles(bytes, { argument: index, prefix, path, depth: 0, limits });
}

function unreadable(path: string, detail: string): Unreadable {
  const reason: SkipReason = "file.unreadable";
  return { path, bytes: 0, reason, detail };
}
