import type { DatabaseSync } from "node:sqlite";
import { StoreFailed } from "../../contract/index.ts";
import { integerOf } from "./row.ts";

/** `scep` in the header of the file: what it belongs to. */
const applicationId = 0x73_63_65_70;

/**
 * Each brings a file from the version before to the next; the first makes a file. What was released never changes.
 *
 * A request is one row, with what it is sorted and counted by beside its body. Keys stand in segments of the requests that came together: a new one is
 * written where others were written lately, however many there are, and a search asks each segment.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE partitions (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, epoch INTEGER NOT NULL, position TEXT);
   CREATE TABLE pieces (partition INTEGER NOT NULL, name TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (partition, name));
   CREATE TABLE hosts (host TEXT PRIMARY KEY, view TEXT NOT NULL);
   CREATE TABLE requests (
     seq INTEGER PRIMARY KEY, id TEXT NOT NULL, partition INTEGER NOT NULL, final INTEGER NOT NULL, facet INTEGER NOT NULL,
     started INTEGER NOT NULL, changed INTEGER NOT NULL, graded_key INTEGER NOT NULL, graded_exact INTEGER NOT NULL,
     graded_probable INTEGER NOT NULL, hashes BLOB NOT NULL, dictionary INTEGER, body NOT NULL);
   CREATE UNIQUE INDEX requests_by_id ON requests (id);
   CREATE INDEX requests_by_start ON requests (started DESC, id);
   CREATE INDEX requests_by_facet ON requests (facet, started DESC, id);
   CREATE INDEX requests_provisional ON requests (partition) WHERE final = 0;
   CREATE TABLE keys (segment INTEGER NOT NULL, hash INTEGER NOT NULL, started INTEGER NOT NULL, seq INTEGER NOT NULL,
     PRIMARY KEY (segment, hash, started, seq)) WITHOUT ROWID;
   CREATE TABLE aliases (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, folded TEXT NOT NULL, successor TEXT NOT NULL,
     made INTEGER NOT NULL);
   CREATE INDEX aliases_by_folded ON aliases (folded);
   CREATE INDEX aliases_by_successor ON aliases (successor);
   CREATE TABLE facets (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
   CREATE TABLE totals (facet INTEGER PRIMARY KEY, requests INTEGER NOT NULL, graded_key INTEGER NOT NULL,
     graded_exact INTEGER NOT NULL, graded_probable INTEGER NOT NULL);
   CREATE TABLE tallies (hour INTEGER NOT NULL, facet INTEGER NOT NULL, requests INTEGER NOT NULL, graded_key INTEGER NOT NULL,
     graded_exact INTEGER NOT NULL, graded_probable INTEGER NOT NULL, PRIMARY KEY (hour, facet)) WITHOUT ROWID;
   CREATE TABLE dictionaries (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);`,
  // The tables are the same; bodies of several requests may lie in one row, which the version before cannot read.
  "",
];

/** Brings the file up to date, in one transaction. The version that it had; 0: it was empty. */
export function migrate(db: DatabaseSync, path: string, steps: readonly string[] = migrations): number {
  const version = integerOf(db.prepare("PRAGMA user_version").get(), "user_version");
  if (version > steps.length)
    throw new StoreFailed(
      "store.newer",
      `${path} was written by a later version of scepscope (its schema is ${version}, this one knows ${steps.length}): use that one, or another data folder`,
    );
  refuseForeign(db, path, version);
  if (version === steps.length) return version;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const step of steps.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${steps.length}; PRAGMA application_id = ${applicationId}; COMMIT`);
  } finally {
    if (db.isTransaction) db.exec("ROLLBACK");
  }
  return version;
}

/** Throws `StoreFailed` when it is not a file of this store. */
export function refuseForeign(db: DatabaseSync, path: string, version: number): void {
  const owner = integerOf(db.prepare("PRAGMA application_id").get(), "application_id");
  const tables = integerOf(db.prepare("SELECT count(*) AS tables FROM sqlite_schema").get(), "tables");
  if (owner === applicationId || (owner === 0 && version === 0 && tables === 0)) return;
  throw new StoreFailed(
    "store.foreign",
    `${path} is a database of another program: choose another data folder, or move it away`,
  );
}
