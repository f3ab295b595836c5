import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { fileCheckpoint } from "../../../../collectors/index.ts";
import type { SavedFile } from "../../../../collectors/index.ts";
import { folderWith } from "../folder.ts";

const saved = (id: string, offset: number): SavedFile => ({
  id,
  inode: "12:34",
  generation: 1,
  path: "/logs/é \n.log",
  shown: "é.log",
  host: "ndes01",
  format: "iis-w3c",
  encoding: "utf-8",
  offset,
  context: "#Fields: date time",
  head: { length: 7, hash: "h" },
  tail: { length: 9, hash: "t" },
  ended: false,
  seenAt: 1,
});

test("what was saved last is loaded, whatever is in a name", async () => {
  const path = join(folderWith({}), "checkpoint");
  const checkpoint = fileCheckpoint(path);
  expect(await checkpoint.load()).toEqual({ files: [], hosts: [], damage: "" });
  for (let offset = 1; offset <= 3; offset += 1)
    await checkpoint.save([saved("a", offset), saved("b", 0)], ["ndes01", "é]\n"]);
  expect(await fileCheckpoint(path).load()).toEqual({
    files: [saved("a", 3), saved("b", 0)],
    hosts: ["ndes01", "é]\n"],
    damage: "",
  });
});

test("a damaged generation is named, and the one before counts", async () => {
  const folder = folderWith({});
  const path = join(folder, "checkpoint");
  const checkpoint = fileCheckpoint(path);
  await checkpoint.save([saved("a", 1)], []);
  await checkpoint.save([saved("a", 2)], []);
  const [newest = ""] = readdirSync(folder).filter((name) =>
    readFileSync(join(folder, name), "utf8").includes(" 2\n"),
  );
  const bytes = readFileSync(join(folder, newest));
  for (let cut = 0; cut < bytes.length; cut += 7) {
    writeFileSync(join(folder, newest), bytes.subarray(0, cut));
    const loaded = await fileCheckpoint(path).load();
    expect(loaded.files).toEqual([saved("a", 1)]);
    expect(loaded.damage).toContain(newest);
  }
});

test("behind a damaged generation it is saved as ever", async () => {
  const path = join(folderWith({}), "checkpoint");
  const checkpoint = fileCheckpoint(path);
  await checkpoint.save([saved("a", 1)], []);
  await checkpoint.save([saved("a", 2)], []);
  truncateSync(`${path}.a`, 40);
  const later = fileCheckpoint(path);
  expect((await later.load()).files).toEqual([saved("a", 1)]);
  await later.save([saved("a", 3)], []);
  expect(await fileCheckpoint(path).load()).toMatchObject({ files: [saved("a", 3)], damage: "" });
});

test("of two that keep their positions in one place each is told, and goes on when the other has ended", async () => {
  const path = join(folderWith({}), "checkpoint");
  const [one, other] = [fileCheckpoint(path), fileCheckpoint(path)];
  await one.load();
  await other.load();
  await one.save([saved("a", 1)], []);
  await expect(other.save([saved("b", 1)], [])).rejects.toThrow(
    /another collector has written it: each needs a data folder of its own/,
  );
  await other.save([saved("b", 2)], []);
  await other.save([saved("b", 3)], []);
  await expect(one.save([saved("a", 2)], [])).rejects.toThrow(/another collector/);
  expect((await fileCheckpoint(path).load()).files).toEqual([saved("b", 3)]);
});

test("of two that save in turns each is told, and neither is kept from saving", async () => {
  const path = join(folderWith({}), "checkpoint");
  const [one, other] = [fileCheckpoint(path), fileCheckpoint(path)];
  const told = { one: 0, other: 0 };
  for (let turn = 1; turn <= 8; turn += 1) {
    await one.save([saved("a", turn)], []).catch(() => (told.one += 1));
    await other.save([saved("b", turn)], []).catch(() => (told.other += 1));
  }
  expect(told.one).toBeGreaterThan(1);
  expect(told.other).toBeGreaterThan(1);
  expect(Math.max(told.one, told.other)).toBeLessThan(8);
});

test("with both generations damaged nothing is loaded, and both are named", async () => {
  const folder = folderWith({ "checkpoint.a": "x", "checkpoint.b": Buffer.alloc(4096) });
  const loaded = await fileCheckpoint(join(folder, "checkpoint")).load();
  expect(loaded.files).toEqual([]);
  expect(loaded.damage).toMatch(/checkpoint[.]a.*checkpoint[.]b/);
});

test("a save that fails says where, leaves what was saved before, and the next one succeeds", async () => {
  const folder = folderWith({});
  const path = join(folder, "checkpoint");
  const checkpoint = fileCheckpoint(path);
  await checkpoint.save([saved("a", 1)], []);
  await checkpoint.save([saved("a", 2)], []);
  // A folder stands where a generation is written.
  const [a, b] = [`${path}.a.part`, `${path}.b.part`];
  for (const part of [a, b]) mkdirSync(part);
  await expect(checkpoint.save([saved("a", 3)], [])).rejects.toThrow(`${path}: it is a folder`);
  expect((await fileCheckpoint(path).load()).files).toEqual([saved("a", 2)]);
  for (const part of [a, b]) rmSync(part, { recursive: true });
  await checkpoint.save([saved("a", 4)], []);
  expect((await fileCheckpoint(path).load()).files).toEqual([saved("a", 4)]);
});

test("a checkpoint of the version that knew no hosts is read", async () => {
  const path = join(folderWith({}), "checkpoint");
  await fileCheckpoint(path).save([saved("a", 1)], []);
  const body = readFileSync(`${path}.b`, "utf8")
    .replace(/sha256 .*\n$/, "")
    .replace("checkpoint 2 ", "checkpoint 1 ");
  writeFileSync(`${path}.b`, `${body}sha256 ${createHash("sha256").update(body).digest("hex")}\n`);
  expect(await fileCheckpoint(path).load()).toEqual({ files: [saved("a", 1)], hosts: [], damage: "" });
});
