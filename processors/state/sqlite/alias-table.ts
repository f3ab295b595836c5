import type { DatabaseSync } from "node:sqlite";
import { foldKey } from "../fold.ts";
import { integerOf, textOf } from "./row.ts";

/** Ids of provisional requests that are no more, each with the last request of its line. Only within a transaction. */
export interface AliasTable {
  /** Whether this is new. `at`: ms UTC. */
  rename(id: string, successor: string, at: number): boolean;
  /** The request is forgotten, and what led to it. */
  dropSuccessor(id: string): void;
  /** Forgets at most so many that are older than this, and whose request never came. */
  dropLost(before: number, max: number): void;
}

export function createAliasTable(db: DatabaseSync): AliasTable {
  const find = db.prepare("SELECT successor FROM aliases WHERE id = ?");
  const put = db.prepare(
    `INSERT INTO aliases (id, folded, successor, made) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET successor = excluded.successor, made = excluded.made`,
  );
  const redirect = db.prepare("UPDATE aliases SET successor = ? WHERE successor = ?");
  const dropSuccessor = db.prepare("DELETE FROM aliases WHERE successor = ?");
  const oldest = db.prepare(
    `SELECT number, made, EXISTS (SELECT 1 FROM requests WHERE requests.id = successor) AS led FROM aliases
     WHERE number > ? ORDER BY number LIMIT ?`,
  );
  const dropNumber = db.prepare("DELETE FROM aliases WHERE number = ?");
  let looked = 0;
  return {
    rename: (id, successor, at) => {
      const known = find.get(successor);
      const last = known === undefined ? successor : textOf(known, "successor");
      const before = find.get(id);
      if (before !== undefined && textOf(before, "successor") === last) return false;
      if (last === id) return false;
      redirect.run(last, id);
      put.run(id, foldKey(id), last, at);
      return true;
    },
    dropSuccessor: (id) => void dropSuccessor.run(id),
    dropLost: (before, max) => {
      const rows = oldest.all(looked, max);
      looked = rows.length < max ? 0 : integerOf(rows.at(-1), "number");
      for (const row of rows)
        if (integerOf(row, "made") < before && row["led"] === 0) dropNumber.run(integerOf(row, "number"));
    },
  };
}
