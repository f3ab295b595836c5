import { closeSync, fstatSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { setImmediate as loopTurns } from "node:timers/promises";
import { openedFile, statOf } from "./disk.ts";
import { fillFrom } from "./fill-from.ts";
import type { PatientDisk } from "./patient-disk.ts";

/**
 * Asks `far`, but for files in folders on a file system of this machine: these are asked in this thread. That takes two microseconds instead of the forty of a thread of
 * the pool, and the answer need not wait until this thread has done what else it was at. A share may hang, and goes to the pool; so does, for a minute and with what is
 * open in it, a folder that once took long to answer.
 *
 * A folder is known when it was listed. Lists always go to the pool: a folder may hold a hundred thousand files. `now`: ms, of any clock. `foldersMax`: so many are known; of more the
 * one that was asked longest ago is let go, as one that is not there any more is by then.
 */
export function nearDisk(
  far: PatientDisk,
  now: () => number = () => performance.now(),
  foldersMax: number = 10_000,
): PatientDisk {
  const folders = createFolders(far, now, foldersMax);
  const ask = createAsking(folders, now);
  return {
    hangs: () => far.hangs(),
    isLocal: (folder) => far.isLocal(folder),
    adopt: (file) => far.adopt(file),
    list: async (path) => {
      const entries = await folders.whileThere(path, () => far.list(path));
      await folders.know(path);
      return entries;
    },
    stat: async (path) => {
      const folder = dirname(path);
      return folders.isNear(folder)
        ? ask(folder, () => statOf(statSync(path, { bigint: true })))
        : far.stat(path);
    },
    open: async (path) => {
      const folder = dirname(path);
      if (!folders.isNear(folder)) return far.open(path);
      const fd = await ask(folder, () => openSync(path, "r"));
      const inPool = far.adopt(openedFile(fd));
      return {
        stat: () =>
          folders.isNear(folder) ? ask(folder, () => statOf(fstatSync(fd, { bigint: true }))) : inPool.stat(),
        read: (into, position) =>
          folders.isNear(folder)
            ? ask(folder, () => fillFrom(fd, into, position))
            : inPool.read(into, position),
        close: async () => closeSync(fd),
      };
    },
  };
}

interface Folder {
  readonly isNear: boolean;
  readonly askedAt: number;
}

interface Folders {
  /** False: it is far, or nobody knows. */
  isNear(path: string): boolean;
  know(path: string): Promise<void>;
  /** It is taken for far until it is asked again. */
  noteSlow(path: string): void;
  /** A folder that fails is known no longer. */
  whileThere<T>(path: string, act: () => Promise<T>): Promise<T>;
}

/** Where a folder lies is asked again after so long: something else may be mounted there by now. */
const knownMs = 60_000;

function createFolders(far: PatientDisk, now: () => number, foldersMax: number): Folders {
  /** Asked longest ago first. */
  const folders = new Map<string, Folder>();
  const note = (path: string, isNear: boolean): void => {
    folders.delete(path);
    folders.set(path, { isNear, askedAt: now() });
    const [oldest] = folders.keys();
    if (oldest !== undefined && folders.size > foldersMax) folders.delete(oldest);
  };
  return {
    isNear: (path) => folders.get(path)?.isNear === true && !far.hangs(),
    know: async (path) => {
      const known = folders.get(path);
      if (known !== undefined && now() - known.askedAt < knownMs) return;
      note(path, await far.isLocal(path).catch(() => false));
    },
    noteSlow: (path) => note(path, false),
    whileThere: async (path, act) => {
      try {
        return await act();
      } catch (error) {
        folders.delete(path);
        throw error;
      }
    },
  };
}

/** A question in this thread. */
type Ask = <T>(folder: string, act: () => T) => Promise<T>;

const slowMs = 50;
/** Others in this thread have their turn after so long. */
const turnMs = 5;

function createAsking(folders: Folders, now: () => number): Ask {
  let turnedAt = Number.NEGATIVE_INFINITY;
  return async (folder, act) => {
    if (now() - turnedAt > turnMs) {
      await loopTurns();
      turnedAt = now();
    }
    const begun = now();
    try {
      return act();
    } finally {
      if (now() - begun > slowMs) folders.noteSlow(folder);
    }
  };
}
