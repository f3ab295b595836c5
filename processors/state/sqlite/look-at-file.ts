import { DatabaseSync } from "node:sqlite";
import { StoreFailed } from "../../contract/index.ts";
import type { KeptPartition } from "../../contract/index.ts";
import { toStoreFailed } from "./failure.ts";
import { keptPartitions } from "./own-steps.ts";
import { integerOf } from "./row.ts";
import { migrations, refuseForeign } from "./schema.ts";

/** What a file of the store holds, in numbers. */
export interface FileLook {
  readonly schema: number;
  readonly partitions: readonly Omit<KeptPartition, "saved" | "request">[];
  readonly requests: number;
  readonly provisional: number;
  readonly hosts: number;
}

/**
 * Looks at the file while another process may be writing: one read of one commit, by a connection that cannot write. It brings no older file up to date, and sets no
 * damaged one aside. Throws `StoreFailed`.
 */
export function lookAtFile(path: string): FileLook {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
    db.exec("BEGIN");
    return lookWithin(db, path);
  } catch (error) {
    throw toStoreFailed(error, path);
  } finally {
    db?.close();
  }
}

function lookWithin(db: DatabaseSync, path: string): FileLook {
  const schema = integerOf(db.prepare("PRAGMA user_version").get(), "user_version");
  refuseForeign(db, path, schema);
  if (schema !== migrations.length)
    throw new StoreFailed(
      schema > migrations.length ? "store.newer" : "store.unavailable",
      `${path} has schema ${schema}, and this version knows ${migrations.length}: it can be looked at by the version that writes it`,
    );
  const number = (sql: string): number => integerOf(db.prepare(`${sql} AS n`).get(), "n");
  return {
    schema,
    partitions: keptPartitions({ reader: db }),
    requests: number("SELECT (SELECT coalesce(sum(requests), 0) FROM totals)"),
    provisional: number("SELECT (SELECT count(*) FROM requests WHERE final = 0)"),
    hosts: number("SELECT (SELECT count(*) FROM hosts)"),
  };
}
