import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readConfig } from "../../../../deploy/config/index.ts";
import { partitionsOf } from "../../../../deploy/fleet/partitions-of.ts";
import { createLog } from "../../../../deploy/runtime/log.ts";
import { folderWith } from "../../collectors/folder.ts";

it("a collector whose number of partitions is damaged says so once, with what it means", () => {
  let lines = "";
  const log = createLog({
    level: "info",
    format: "json",
    isColourful: false,
    write: (line) => (lines += line),
    now: () => 0,
    secrets: [],
  });
  const config = { ...readConfig(null, { HOME: "/nowhere" }), dataFolder: folderWith({}) };
  writeFileSync(join(config.dataFolder, "topic"), "torn");
  expect(partitionsOf({ config, log }, 6)).toBe(6);
  expect(JSON.parse(lines)).toMatchObject({
    level: "warn",
    partitions: 6,
    file: join(config.dataFolder, "topic"),
    reason: "damaged",
    remedy: expect.stringContaining("scepscope-topic 1"),
  });
  lines = "";
  expect(partitionsOf({ config, log }, 6)).toBe(6);
  expect(lines).toBe("");
});
