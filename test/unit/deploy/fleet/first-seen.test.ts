import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { firstSeen } from "../../../../deploy/fleet/first-seen.ts";
import { folderWith } from "../../collectors/folder.ts";

it("a topic keeps the partitions that were first seen, another topic has its own", () => {
  const file = join(folderWith({}), "topic");
  expect(firstSeen(file, "a.topic", 12)).toBe(12);
  expect(firstSeen(file, "a.topic", 24)).toBe(12);
  expect(firstSeen(file, "a.topic", 6)).toBe(12);
  expect(firstSeen(file, "another", 3)).toBe(3);
});

it.each(["", "scepscope-topic 1 a.topic 0\n", "scepscope-topic 1 a.topic 12", "{}"])(
  "a damaged file %j is written anew",
  (text) => {
    const file = join(folderWith({}), "topic");
    writeFileSync(file, text);
    expect(firstSeen(file, "a.topic", 5)).toBe(5);
    expect(readFileSync(file, "utf8")).toBe("scepscope-topic 1 a.topic 5\n");
  },
);
