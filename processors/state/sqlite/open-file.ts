import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreFailed } from "../../contract/index.ts";
import { createAliasTable } from "./alias-table.ts";
import type { AliasTable } from "./alias-table.ts";
import { createCheckpointer } from "./checkpointer.ts";
import type { Checkpointer } from "./checkpointer.ts";
import { createFacetBook } from "./facet-book.ts";
import type { FacetBook } from "./facet-book.ts";
import { toStoreFailed } from "./failure.ts";
import { createRequestTable } from "./request-table.ts";
import type { RequestTable } from "./request-table.ts";
import { integerOf } from "./row.ts";
import { migrate, migrations } from "./schema.ts";
import { createSqueeze } from "./squeeze.ts";
import type { Squeeze } from "./squeeze.ts";
import { createTally } from "./tally.ts";
import type { Tally } from "./tally.ts";

/** One file with two connections: who reads sees the last commit, whole, while the next is being written. */
export interface OpenFile {
  readonly writer: DatabaseSync;
  readonly reader: DatabaseSync;
  readonly facets: FacetBook;
  readonly tally: Tally;
  readonly requests: RequestTable;
  readonly aliases: AliasTable;
  readonly readSqueeze: Squeeze;
  readonly checkpointer: Checkpointer;
  /** Version of the schema that it had; null: none, or this one. */
  readonly migratedFrom: number | null;
  /** A transaction was taken back: what was remembered of it must go, too. */
  forget(): void;
  /** Its thread is told to leave by its own `close`: better before, so that the log can go with the last connection. */
  close(): void;
}

/** Throws `StoreFailed`. `bytesMax`: the file grows no further; null: as far as its disk. */
export function openFile(path: string, bytesMax: number | null): OpenFile {
  const opened: DatabaseSync[] = [];
  const connect = (cacheKiB: number): DatabaseSync => {
    const db = new DatabaseSync(path, { timeout: busyMs });
    opened.push(db);
    // Safe against a crash of the process at any moment. When the power fails, the last commits may be gone, each as a whole: see the store's promise.
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${cacheKiB};
      PRAGMA journal_size_limit = 16777216; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF`);
    return db;
  };
  try {
    makePrivate(path);
    const writer = connect(32_768);
    check(writer, path);
    const version = migrate(writer, path);
    if (bytesMax !== null) writer.exec(`PRAGMA max_page_count = ${pagesOf(writer, bytesMax)}`);
    const reader = connect(8192);
    reader.exec("PRAGMA query_only = ON");
    // From now on others are waited for without holding up this process.
    writer.exec(`PRAGMA busy_timeout = 0; PRAGMA wal_autocheckpoint = ${pagesBeside}`);
    const migratedFrom = version === 0 || version === migrations.length ? null : version;
    const checkpointer = createCheckpointer(path, () => {
      if (writer.isOpen) writer.exec(`PRAGMA wal_autocheckpoint = ${pagesAlone}`);
    });
    const close = (): void => closeAll(opened);
    return { writer, reader, migratedFrom, checkpointer, close, ...tablesOf(writer, reader) };
  } catch (error) {
    closeAll(opened);
    throw toStoreFailed(error, path);
  }
}

const busyMs = 1000;

/**
 * At so many pages in the log the writer moves them into the file itself, within a commit. Beside the thread that has done most of it before: then little is
 * left to do, and the log begins anew, which a writer that never rests would put off for ever.
 */
const pagesBeside = 8192;
const pagesAlone = 1000;

/** It tells of users and devices: only its owner may read it. The files beside it get the same rights. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, "a", 0o600));
}

/** Up to this size the whole file is read when it is opened: some 0.2 s. Of a larger one only what decides is: requests are looked at when they are asked for. */
const checkBytesMax = 128 * 1024 * 1024;
const decisive = ["partitions", "pieces", "hosts", "facets", "totals", "dictionaries"] as const;

function check(db: DatabaseSync, path: string): void {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const names = new Set(tables.map(({ name }) => name));
  const whole = statSync(path).size <= checkBytesMax;
  const checks = whole ? ["(1)"] : decisive.filter((name) => names.has(name)).map((name) => `(${name})`);
  for (const one of checks) {
    const said = db.prepare(`PRAGMA quick_check${one}`).get()?.["quick_check"];
    if (said !== "ok") throw new StoreFailed("store.damaged", `${path} is damaged: ${String(said)}`);
  }
}

function pagesOf(db: DatabaseSync, bytes: number): number {
  return Math.max(1, Math.floor(bytes / integerOf(db.prepare("PRAGMA page_size").get(), "page_size")));
}

function tablesOf(
  writer: DatabaseSync,
  reader: DatabaseSync,
): Pick<OpenFile, "facets" | "tally" | "requests" | "aliases" | "readSqueeze" | "forget"> {
  const [facets, squeeze, tally] = [createFacetBook(writer), createSqueeze(writer), createTally(writer)];
  return {
    facets,
    tally,
    requests: createRequestTable(writer, { facets, squeeze, tally }),
    aliases: createAliasTable(writer),
    readSqueeze: createSqueeze(reader),
    forget: () => {
      squeeze.forget();
      tally.forget();
      facets.forget();
    },
  };
}

/** The first connection last: the one that leaves last tidies up the log. */
function closeAll(opened: readonly DatabaseSync[]): void {
  for (const db of opened.toReversed()) if (db.isOpen) db.close();
}
