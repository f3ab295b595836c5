import { close, open, read, readdir, stat, fstat } from "node:fs";
import type { BigIntStats, Dirent } from "node:fs";
import { promisify } from "node:util";
import { isLocalFolder } from "./local-folder.ts";

/**
 * The part of a file system that a live collector needs. All of it may take long: a network share that hangs then holds one thread of Node's pool, and not the process. What
 * does not, because it is local, is asked by `nearDisk`.
 */
export interface Disk {
  list(folder: string): Promise<readonly FolderEntry[]>;
  stat(path: string): Promise<FileStat>;
  open(path: string): Promise<OpenFile>;
  /** What lies in the folder is on a disk of this machine, and no share: it answers within moments, or the machine itself is in trouble. */
  isLocal(folder: string): Promise<boolean>;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: "folder" | "file" | "other";
}

export interface OpenFile {
  stat(): Promise<FileStat>;
  /** Fills the buffer as far as there are bytes, and says how far. */
  read(into: Buffer, position: number): Promise<number>;
  close(): Promise<void>;
}

export interface FileStat {
  readonly kind: FolderEntry["kind"];
  readonly dev: bigint;
  readonly ino: bigint;
  /** ns since the epoch; 0: this file system does not tell. */
  readonly bornAt: bigint;
  readonly size: number;
  /** ms since the epoch. */
  readonly modifiedAt: number;
}

export const realDisk: Disk = {
  list: async (folder) => (await listFolder(folder, { withFileTypes: true })).map(entryOf),
  stat: async (path) => statOf(await statPath(path, { bigint: true })),
  open: async (path) => openedFile(await openPath(path, "r")),
  isLocal: (folder) => isLocalFolder(folder),
};

const listFolder = promisify(readdir);
const statPath = promisify(stat);
const openPath = promisify(open);
const statHandle = promisify(fstat);
const readHandle = promisify(read);
const closeHandle = promisify(close);

/** Links are not followed: a log folder is writable for more people than may read what a link can lead to. */
function entryOf(entry: Dirent): FolderEntry {
  return { name: entry.name, kind: entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other" };
}

export function statOf(stats: BigIntStats): FileStat {
  return {
    kind: stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other",
    dev: stats.dev,
    ino: stats.ino,
    bornAt: stats.birthtimeNs,
    size: Number(stats.size),
    modifiedAt: Number(stats.mtimeMs),
  };
}

/** Asked in the pool. */
export function openedFile(fd: number): OpenFile {
  return {
    stat: async () => statOf(await statHandle(fd, { bigint: true })),
    read: async (into, position) => {
      let length = 0;
      while (length < into.length) {
        const { bytesRead } = await readHandle(fd, into, length, into.length - length, position + length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return length;
    },
    close: () => closeHandle(fd),
  };
}
