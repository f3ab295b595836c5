import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fileCheckpoint } from "../../../../collectors/index.ts";
import { firstSeen } from "../../../../deploy/fleet/first-seen.ts";
import { folderWith } from "../../collectors/folder.ts";

it("a topic keeps the partitions that were first seen, another topic has its own", () => {
  const folder = folderWith({});
  const seen = (topic: string, found: number): unknown => firstSeen(folder, topic, found);
  expect(seen("a.topic", 12)).toEqual({ partitions: 12, lost: null });
  expect(seen("a.topic", 24)).toEqual({ partitions: 12, lost: null });
  expect(seen("a.topic", 6)).toEqual({ partitions: 12, lost: null });
  expect(seen("another", 3)).toEqual({ partitions: 3, lost: null });
});

it.each(["", "scepscope-topic 1 a.topic 0\n", "scepscope-topic 1 a.topic 12", "{}"])(
  "a damaged file %j is written anew, which is told once",
  (text) => {
    const folder = folderWith({});
    const file = join(folder, "topic");
    writeFileSync(file, text);
    expect(firstSeen(folder, "a.topic", 5)).toEqual({ partitions: 5, lost: "damaged" });
    expect(readFileSync(file, "utf8")).toBe("scepscope-topic 1 a.topic 5\n");
    expect(firstSeen(folder, "a.topic", 6)).toEqual({ partitions: 5, lost: null });
  },
);

it("a number that was put back by hand holds, also with the line end of Windows", () => {
  const folder = folderWith({ topic: "scepscope-topic 1 a.topic 12\r\n" });
  expect(firstSeen(folder, "a.topic", 5)).toEqual({ partitions: 12, lost: null });
});

it("a file that is missing beside positions is told as lost", async () => {
  const folder = folderWith({});
  expect(firstSeen(folder, "a.topic", 5)).toEqual({ partitions: 5, lost: null });
  rmSync(join(folder, "topic"));
  await fileCheckpoint(join(folder, "positions")).save([], []);
  expect(firstSeen(folder, "a.topic", 5)).toEqual({ partitions: 5, lost: "missing" });
});
