import { dirname } from "node:path";
import type { Followed, Waiting } from "./followed.ts";

/** All that is known by path, by id and by inode. */
export interface Roster {
  readonly files: ReadonlyMap<string, Followed>;
  at(path: string): Followed | Waiting | undefined;
  /** Paths in one folder. */
  in(folder: string): ReadonlySet<string>;
  /** Followed files in one folder. */
  filesIn(folder: string): ReadonlySet<Followed>;
  /** Who has an inode; status files are one in each folder. */
  holder(inode: string): Followed | undefined;
  waiting(): Iterable<Waiting>;
  /** Files that are not where they were. */
  readonly away: ReadonlySet<Followed>;
  /** Paths that are looked at again and again: status files are not. */
  looked(): number;
  add(file: Followed): void;
  wait(path: Waiting): void;
  /** The path is nobody's any more; a followed file is away then. */
  vacate(path: string): void;
  settle(file: Followed, at: { readonly path: string; readonly inode: string }): void;
  /** It is nowhere: `gone`. It keeps its inode, in case that it comes back. */
  lose(file: Followed): void;
  /** Its inode is another file now. */
  freeInode(file: Followed): void;
  forget(file: Followed): void;
}

export function createRoster(): Roster {
  const index: Index = {
    files: new Map(),
    paths: new Map(),
    folders: new Map(),
    inodes: new Map(),
    away: new Set(),
    waiting: new Set(),
    statusFiles: 0,
  };
  return {
    files: index.files,
    away: index.away,
    at: (path) => index.paths.get(path),
    in: (folder) => index.folders.get(folder)?.paths ?? nothing.paths,
    filesIn: (folder) => index.folders.get(folder)?.files ?? nothing.files,
    holder: (inode) => index.inodes.get(inode),
    waiting: () => index.waiting,
    looked: () => index.files.size - index.statusFiles + index.waiting.size,
    add: (file) => add(index, file),
    wait: (waiting) => place(index, waiting.path, waiting),
    vacate: (path) => vacate(index, path),
    settle: (file, at) => settle(index, file, at),
    lose: (file) => {
      leave(index, file);
      file.presence = "gone";
      index.away.delete(file);
    },
    freeInode: (file) => freeInode(index, file),
    forget: (file) => {
      leave(index, file);
      index.away.delete(file);
      if (index.files.delete(file.id) && file.format === "status-file") index.statusFiles -= 1;
      freeInode(index, file);
    },
  };
}

interface Folder {
  readonly paths: Set<string>;
  readonly files: Set<Followed>;
}

const nothing: Folder = { paths: new Set(), files: new Set() };

interface Index {
  readonly files: Map<string, Followed>;
  readonly paths: Map<string, Followed | Waiting>;
  readonly folders: Map<string, Folder>;
  readonly inodes: Map<string, Followed>;
  readonly away: Set<Followed>;
  readonly waiting: Set<Waiting>;
  statusFiles: number;
}

/** Of several that were the same inode the last one has it. */
function add(index: Index, file: Followed): void {
  if (!index.files.has(file.id) && file.format === "status-file") index.statusFiles += 1;
  index.files.set(file.id, file);
  const before = index.inodes.get(file.inode);
  if (file.format !== "status-file" && (before === undefined || before.generation < file.generation)) {
    index.inodes.set(file.inode, file);
  }
  if (file.presence === "here") place(index, file.path, file);
  else index.away.add(file);
}

function place(index: Index, path: string, who: Followed | Waiting): void {
  vacate(index, path);
  index.paths.set(path, who);
  const known = index.folders.get(dirname(path));
  const folder: Folder = known ?? { paths: new Set(), files: new Set() };
  if (known === undefined) index.folders.set(dirname(path), folder);
  folder.paths.add(path);
  if (who.kind === "waiting") index.waiting.add(who);
  else folder.files.add(who);
}

function vacate(index: Index, path: string): void {
  const who = index.paths.get(path);
  if (who === undefined) return;
  index.paths.delete(path);
  leaveFolder(index, path, who);
  if (who.kind === "waiting") index.waiting.delete(who);
  else if (who.presence === "here") {
    who.presence = "away";
    index.away.add(who);
  }
}

function leaveFolder({ folders }: Index, path: string, who: Followed | Waiting): void {
  const folder = folders.get(dirname(path));
  if (folder === undefined) return;
  folder.paths.delete(path);
  if (who.kind === "followed") folder.files.delete(who);
  if (folder.paths.size === 0) folders.delete(dirname(path));
}

function settle(index: Index, file: Followed, at: { readonly path: string; readonly inode: string }): void {
  leave(index, file);
  freeInode(index, file);
  file.path = at.path;
  file.inode = at.inode;
  file.presence = "here";
  index.away.delete(file);
  if (file.format !== "status-file") index.inodes.set(at.inode, file);
  place(index, at.path, file);
}

function leave(index: Index, file: Followed): void {
  if (index.paths.get(file.path) === file) vacate(index, file.path);
}

function freeInode(index: Index, file: Followed): void {
  if (index.inodes.get(file.inode) === file) index.inodes.delete(file.inode);
}
