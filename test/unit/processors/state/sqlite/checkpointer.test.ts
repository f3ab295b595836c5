import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createCheckpointer } from "../../../../../processors/state/sqlite/checkpointer.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scepscope-checkpoint-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a thread moves the log into the file, and leaves when it is told to", async () => {
  const path = join(folder, "a.sqlite");
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE a (x)");
  const before = statSync(path).size;
  db.prepare("INSERT INTO a VALUES (?)").run("x".repeat(100_000));
  const checkpointer = createCheckpointer(path, () => {});
  await checkpointer.pass();
  expect(statSync(path).size).toBeGreaterThan(before + 100_000);
  await checkpointer.close();
  db.close();
});

test("a thread that cannot work says so, and nobody waits for it", async () => {
  let failures = 0;
  const checkpointer = createCheckpointer(join(folder, "none", "a.sqlite"), () => {
    failures += 1;
  });
  await checkpointer.pass();
  await checkpointer.close();
  expect(failures).toBe(1);
});
