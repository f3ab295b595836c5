import { StoreFailed, StoreFenced } from "../../contract/index.ts";
import type { StoreTrouble } from "../../contract/index.ts";
import { DamagedValue } from "../damaged-value.ts";

/** What an error of the database means for its user. Errors that are not of the database are our own mistakes and stay what they are. */
export function toStoreFailed(error: unknown, path: string): unknown {
  if (error instanceof StoreFailed || error instanceof StoreFenced) return error;
  const code = troubleOf(error);
  if (code === null || !(error instanceof Error)) return error;
  return new StoreFailed(code, `${path}: ${remedies[code]} (${error.message})`, { cause: error });
}

/** Result codes: sqlite.org/rescode.html. The low byte is the kind of error, the rest says more. */
function troubleOf(error: unknown): StoreTrouble | null {
  if (error instanceof DamagedValue) return "store.damaged";
  if (!(error instanceof Error)) return null;
  if ("errcode" in error && typeof error.errcode === "number")
    return byExtended.get(error.errcode) ?? byKind.get(error.errcode & 0xff) ?? null;
  return "syscall" in error && "code" in error ? bySystem(error.code) : null;
}

/** Of the operating system: a folder that cannot be made, a file that cannot be moved. */
function bySystem(code: unknown): StoreTrouble {
  return code === "ENOSPC" || code === "EDQUOT" ? "store.disk-full" : "store.unavailable";
}

const byExtended: ReadonlyMap<number, StoreTrouble> = new Map([
  [522, "store.damaged"], // IOERR_SHORT_READ: the file ends before its last page
  [8202, "store.damaged"], // IOERR_DATA: a checksum
  [8458, "store.damaged"], // IOERR_CORRUPTFS
]);
const byKind: ReadonlyMap<number, StoreTrouble> = new Map([
  [5, "store.busy"],
  [6, "store.busy"],
  [8, "store.unavailable"], // READONLY
  [10, "store.unavailable"], // IOERR
  [11, "store.damaged"], // CORRUPT
  [13, "store.disk-full"],
  [14, "store.unavailable"], // CANTOPEN
  [23, "store.unavailable"], // AUTH
  [26, "store.damaged"], // NOTADB
]);

const remedies: Readonly<Record<StoreTrouble, string>> = {
  "store.disk-full": "there is no room to write; make room, nothing of this commit was kept",
  "store.busy": "another process holds this file; stop it, or wait",
  "store.unavailable": "it cannot be read or written; look at its folder, its rights and its disk",
  "store.damaged": "it is damaged",
  "store.newer": "it was written by a later version; use that one, or another folder",
  "store.foreign": "it belongs to something else; choose another folder",
  "store.sealed": "its state is encrypted with another key",
  "store.closed": "it is closed",
};
