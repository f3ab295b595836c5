import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRolls } from "./rolls.ts";
import type { RollLimits } from "./rolls.ts";

/** The log files of a fleet, as its writers treat them. Paths are relative, the first part is the host. */
export interface LiveFiles {
  append(path: string, text: string, at: number): void;
  /** A file that is written at once, and then moved: its name stays, its folder is its state. */
  place(name: string, file: { readonly path: string; readonly text: string; readonly at: number }): void;
  /** What was placed below a folder before a moment and still lies there is moved to another one. */
  clear(from: string, to: string, before: number): number;
  /** The folder of a host goes away, or comes back with all that was written meanwhile; null: all are back. */
  hide(host: string | null): void;
  /** What was appended is in the files, but for what IIS and HTTP.sys still keep in their buffers at this moment; null: all of it. */
  flush(at: number | null): void;
  /** Files that were last written before a moment are deleted. */
  forget(before: number): void;
}

export interface LiveFolders extends RollLimits {
  /** The logs, a folder per host. */
  readonly folder: string;
  /** Where the folder of a hidden host lies meanwhile; on the same disk, and read by nobody. */
  readonly awayFolder: string;
  /** How long IIS and HTTP.sys keep a row before they write it: up to a minute in life, 0 for a page that moves at once. */
  readonly webBufferMs: number;
}

/** Text that waits in memory, in all: a backlog is written in pieces. */
const waitingCharactersMax = 1_000_000;

export function createLiveFiles(folders: LiveFolders): LiveFiles {
  const shelf: Shelf = {
    folders,
    waiting: new Map(),
    written: new Map(),
    placed: new Map(),
    waitingCharacters: 0,
    hidden: null,
  };
  const rolls = createRolls(folders, (from, to, at) => {
    flushFile(shelf, from);
    rename(shelf, { from, to, at });
  });
  return {
    append: (named, text, at) => append(shelf, { path: rolls.pathOf(named, text.length, at), text, at }),
    place: (name, file) => place(shelf, name, file),
    clear: (from, to, before) => {
      const late = [...shelf.placed].filter(([, { path, at }]) => path.includes(from) && at < before);
      for (const [name, { path, at }] of late) move(shelf, name, { path: path.replace(from, to), at });
      return late.length;
    },
    hide: (host) => hide(shelf, host),
    flush: (at) => flush(shelf, at),
    forget: (before) => forget(shelf, before),
  };
}

interface Shelf {
  readonly folders: LiveFolders;
  readonly waiting: Map<string, Waiting>;
  /** When each file was written, the last one at the end. */
  readonly written: Map<string, number>;
  /** Status files by their name. */
  readonly placed: Map<string, { readonly path: string; readonly at: number }>;
  waitingCharacters: number;
  hidden: string | null;
}

interface Waiting {
  readonly texts: string[];
  readonly since: number;
}

function append(shelf: Shelf, { path, text, at }: { path: string; text: string; at: number }): void {
  touch(shelf, path, at);
  const waiting = shelf.waiting.get(path);
  if (waiting === undefined) shelf.waiting.set(path, { texts: [text], since: at });
  else waiting.texts.push(text);
  shelf.waitingCharacters += text.length;
  if (shelf.waitingCharacters > waitingCharactersMax) flush(shelf, null);
}

function flush(shelf: Shelf, at: number | null): void {
  const { webBufferMs } = shelf.folders;
  for (const [path, { since }] of shelf.waiting) {
    const isKept = at !== null && at - since < webBufferMs && /\/(?:IIS|HTTPERR)\//.test(path);
    if (!isKept) flushFile(shelf, path);
  }
}

function flushFile(shelf: Shelf, path: string): void {
  const text = shelf.waiting.get(path)?.texts.join("") ?? "";
  appendFileSync(whole(shelf, path), text);
  shelf.waiting.delete(path);
  shelf.waitingCharacters -= text.length;
}

function place(shelf: Shelf, name: string, file: { path: string; text: string; at: number }): void {
  if (shelf.placed.has(name)) return move(shelf, name, file);
  const { path, text, at } = file;
  touch(shelf, path, at);
  // Nobody sees it before it has its time: the time is part of what it says.
  const beside = `${shelf.folders.folder}-${process.pid}.part`;
  writeFileSync(beside, text);
  utimesSync(beside, at / 1000, at / 1000);
  renameSync(beside, whole(shelf, path));
  shelf.placed.set(name, { path, at });
}

function move(shelf: Shelf, name: string, { path, at }: { path: string; at: number }): void {
  const file = shelf.placed.get(name);
  if (file === undefined || file.path === path) return;
  rename(shelf, { from: file.path, to: path, at });
  shelf.placed.set(name, { path, at: file.at });
}

function rename(shelf: Shelf, { from, to, at }: { from: string; to: string; at: number }): void {
  shelf.written.delete(from);
  touch(shelf, to, at);
  renameSync(whole(shelf, from), whole(shelf, to));
}

function hide(shelf: Shelf, host: string | null): void {
  const { folder, awayFolder } = shelf.folders;
  flush(shelf, null);
  if (shelf.hidden !== null && moveFolder(join(awayFolder, shelf.hidden), join(folder, shelf.hidden)))
    shelf.hidden = null;
  if (host !== null && shelf.hidden === null && moveFolder(join(folder, host), join(awayFolder, host)))
    shelf.hidden = host;
}

function forget(shelf: Shelf, before: number): void {
  for (const [path, at] of shelf.written) {
    if (at >= before) break;
    rmSync(whole(shelf, path), { force: true });
    shelf.written.delete(path);
  }
  for (const [name, { path }] of shelf.placed) if (!shelf.written.has(path)) shelf.placed.delete(name);
}

/** The folder of a file is made before its first byte comes. */
function touch(shelf: Shelf, path: string, at: number): void {
  if (!shelf.written.delete(path)) mkdirSync(dirname(whole(shelf, path)), { recursive: true });
  shelf.written.set(path, at);
}

function whole({ folders, hidden }: Shelf, path: string): string {
  const isAway = hidden !== null && path.startsWith(`${hidden}/`);
  return join(isAway ? folders.awayFolder : folders.folder, path);
}

/** Windows does not move a folder in which somebody has a file open: then it stays where it is, and the story is told without it. */
function moveFolder(from: string, to: string): boolean {
  try {
    mkdirSync(dirname(to), { recursive: true });
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}
