import type { DatabaseSync, StatementSync } from "node:sqlite";

const known = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/** A statement is compiled once for each connection. All texts are written in this folder: there are as many as there are places that ask. */
export function statement(db: DatabaseSync, sql: string): StatementSync {
  let statements = known.get(db);
  if (statements === undefined) {
    statements = new Map();
    known.set(db, statements);
  }
  let prepared = statements.get(sql);
  if (prepared === undefined) {
    prepared = db.prepare(sql);
    statements.set(sql, prepared);
  }
  return prepared;
}
