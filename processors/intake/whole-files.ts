import type { SourceFile } from "../../collectors/contract/index.ts";

/**
 * Status files that were read to their end. Each is read once in each folder that it comes to and never grows, so all that is kept is that it was read: its name, and to where. They
 * are kept apart because a folder can hold a hundred thousand of them.
 *
 * One that has left `Processing` is forgotten as soon as its successor in another folder is read. On crash: pieces of the checkpoint, of which only those are written that have
 * changed. On replay: a file that is known is not read again. On overload: beyond `filesMax` the piece goes that was begun first.
 */
export interface WholeFiles {
  /** How far it was read, bytes; null: it is not known. */
  through(fileId: string): number | null;
  fileOf(fileId: string): SourceFile | null;
  /** It was read to its end. Returns how many others were forgotten because there is no room. */
  add(file: SourceFile, through: number): number;
  /** It goes on after all. */
  remove(fileId: string): void;
  /** Pieces that have changed since the last call, by name; null: it is no more. */
  save(): ReadonlyMap<string, WholePiece | null>;
  /** Names of all pieces that count. */
  names(): readonly string[];
}

/** Columns of equal length: a hundred thousand records would name their fields a hundred thousand times. */
export interface WholePiece {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly folders: readonly number[];
  readonly through: readonly number[];
  readonly folderList: readonly Folder[];
}

interface Folder {
  readonly host: string;
  readonly path: string;
  readonly encoding: SourceFile["encoding"];
}

interface Whole {
  readonly portion: Portion;
  readonly folder: Folder;
  readonly name: string;
  readonly through: number;
}

/** Files that were read one after the other, and are kept together. */
interface Portion {
  readonly name: string;
  readonly ids: Set<string>;
  /** Of all that were ever put into it. */
  count: number;
}

interface State {
  readonly filesMax: number;
  readonly files: Map<string, Whole>;
  readonly folders: Map<string, Folder>;
  /** By number, the one that was begun first is the first. */
  readonly portions: Map<number, Portion>;
  /** The id of a file in `Processing`, by host and name. */
  readonly waiting: Map<string, string>;
  readonly changed: Set<string>;
  /** Number of the portion that grows. */
  last: number;
}

const portionFiles = 1024;
const foldersMax = 10_000;

export function createWholeFiles(
  filesMax: number,
  saved: ReadonlyMap<string, WholePiece> = new Map(),
): WholeFiles {
  const state: State = {
    filesMax,
    files: new Map(),
    folders: new Map(),
    portions: new Map(),
    waiting: new Map(),
    changed: new Set(),
    last: 0,
  };
  for (const [name, piece] of [...saved].sort(([a], [b]) => Number(a) - Number(b)))
    restore(state, name, piece);
  state.changed.clear();
  return {
    through: (fileId) => state.files.get(fileId)?.through ?? null,
    fileOf: (fileId) => fileOf(fileId, state.files.get(fileId)),
    add: (file, through) => {
      remove(state, file.id);
      forgetWaiting(state, file);
      put(state, file.id, {
        portion: openPortion(state),
        folder: folderOf(state, file),
        name: nameOf(file),
        through,
      });
      return makeRoom(state);
    },
    remove: (fileId) => remove(state, fileId),
    save: () => {
      const pieces = new Map<string, WholePiece | null>();
      for (const name of state.changed) pieces.set(name, pieceOf(state, state.portions.get(Number(name))));
      state.changed.clear();
      return pieces;
    },
    names: () => [...state.portions.values()].filter(({ ids }) => ids.size > 0).map(({ name }) => name),
  };
}

function restore(state: State, name: string, piece: WholePiece): void {
  const portion = { name, ids: new Set<string>(), count: piece.ids.length };
  state.portions.set(Number(name), portion);
  state.last = Math.max(state.last, Number(name));
  piece.ids.forEach((id, index) => {
    const saved = piece.folderList[piece.folders[index] ?? -1];
    if (saved === undefined) throw new Error("the positions of status files cannot be read");
    const folder = knownFolder(state, saved);
    put(state, id, { portion, folder, name: piece.names[index] ?? "", through: piece.through[index] ?? 0 });
  });
}

function put(state: State, id: string, whole: Whole): void {
  state.files.set(id, whole);
  whole.portion.ids.add(id);
  state.changed.add(whole.portion.name);
  if (isProcessing(whole.folder)) state.waiting.set(waitingKey(whole.folder.host, whole.name), id);
}

function remove(state: State, id: string): void {
  const whole = state.files.get(id);
  if (whole === undefined) return;
  const { portion, folder, name } = whole;
  state.files.delete(id);
  portion.ids.delete(id);
  state.changed.add(portion.name);
  const key = waitingKey(folder.host, name);
  if (state.waiting.get(key) === id) state.waiting.delete(key);
  if (portion.ids.size === 0 && portion.name !== String(state.last))
    state.portions.delete(Number(portion.name));
}

/** A file of that name has come to another folder: it is in `Processing` no more. */
function forgetWaiting(state: State, file: SourceFile): void {
  const before = state.waiting.get(waitingKey(file.host, nameOf(file)));
  if (before !== undefined) remove(state, before);
}

function openPortion(state: State): Portion {
  const known = state.portions.get(state.last);
  if (known !== undefined && known.count < portionFiles) {
    known.count += 1;
    return known;
  }
  if (known?.ids.size === 0) state.portions.delete(state.last);
  state.last += 1;
  const made = { name: String(state.last), ids: new Set<string>(), count: 1 };
  state.portions.set(state.last, made);
  return made;
}

function makeRoom(state: State): number {
  const before = state.files.size;
  while (state.files.size > state.filesMax) {
    const [oldest] = state.portions.values();
    if (oldest === undefined) break;
    for (const id of [...oldest.ids]) remove(state, id);
    if (oldest.name === String(state.last)) break;
  }
  return before - state.files.size;
}

function fileOf(id: string, whole: Whole | undefined): SourceFile | null {
  if (whole === undefined) return null;
  const { folder, name } = whole;
  const { host, encoding } = folder;
  return { id, host, path: folder.path + name, format: "status-file", encoding, modifiedAt: null };
}

function pieceOf({ files }: State, portion: Portion | undefined): WholePiece | null {
  if (portion === undefined || portion.ids.size === 0) return null;
  const kept = [...portion.ids].flatMap((id) => files.get(id) ?? []);
  const folderList = [...new Set(kept.map(({ folder }) => folder))];
  const numbers = new Map(folderList.map((folder, index) => [folder, index]));
  return {
    ids: [...portion.ids],
    names: kept.map(({ name }) => name),
    folders: kept.map(({ folder }) => numbers.get(folder) ?? 0),
    through: kept.map(({ through }) => through),
    folderList,
  };
}

function folderOf(state: State, { host, path, encoding }: SourceFile): Folder {
  return knownFolder(state, { host, path: path.slice(0, path.lastIndexOf("/") + 1), encoding });
}

/** One object for all files of a folder. */
function knownFolder({ folders }: State, folder: Folder): Folder {
  const key = `${folder.host}\n${folder.path}\n${folder.encoding}`;
  const known = folders.get(key);
  if (known !== undefined) return known;
  // Only what is shared is lost.
  if (folders.size >= foldersMax) folders.clear();
  folders.set(key, folder);
  return folder;
}

/** A name of its own: a piece of the path would keep the whole path in memory. */
function nameOf({ path }: SourceFile): string {
  return Buffer.from(path.slice(path.lastIndexOf("/") + 1)).toString();
}

function waitingKey(host: string, name: string): string {
  return `${host}\n${name.toUpperCase()}`;
}

function isProcessing({ path }: Folder): boolean {
  return /(?:^|\/)processing\/$/i.test(path);
}
