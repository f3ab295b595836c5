import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
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

it("a file that is missing beside positions is told as lost", () => {
  const folder = folderWith({ positions: "" });
  expect(firstSeen(folder, "a.topic", 5)).toEqual({ partitions: 5, lost: "missing" });
  rmSync(join(folder, "positions"));
  rmSync(join(folder, "topic"));
  expect(firstSeen(folder, "a.topic", 5)).toEqual({ partitions: 5, lost: null });
});
