import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { memoryCheckpoint } from "../../collectors/index.ts";
import { placeAt, receivedFrom, reportsIn, slicesIn, startRig } from "../support/collector-rig.ts";
import type { Rig } from "../support/collector-rig.ts";
import { folderWith, logLine } from "../support/log-folder.ts";

const fields = "#Fields: date time s-ip cs-method cs-uri-stem sc-status time-taken";
const log = `#Software: Microsoft Internet Information Services 10.0\n${fields}\n${logLine(1)}`;
const offsets = (rig: Rig): number[] => slicesIn(rig.shipments).map(({ slice }) => slice.offset);
const ids = (rig: Rig): string[] => [...receivedFrom(rig.shipments).keys()];

test("where the reader stands wins over the checkpoint, and the header in force is found again", async () => {
  const folder = folderWith({ "u_ex1.log": log });
  const checkpoint = memoryCheckpoint();
  const first = await startRig({ places: [placeAt(folder)], checkpoint });
  await first.stop();
  const [id = ""] = ids(first);
  const stands = log.length - logLine(1).length;
  const second = await startRig({
    places: [placeAt(folder)],
    checkpoint,
    resumeAt: (fileId) => (fileId === id ? { offset: stands, context: "" } : null),
  });
  await second.stop();
  expect(slicesIn(second.shipments).map(({ slice, context }) => [slice.offset, context])).toEqual([
    [stands, fields],
  ]);
});

test("a reader that has lost everything gets everything again, under the same ids", async () => {
  const folder = folderWith({ "u_ex1.log": log });
  const checkpoint = memoryCheckpoint();
  const first = await startRig({ places: [placeAt(folder)], checkpoint, resumeAt: () => null });
  await first.stop();
  const second = await startRig({ places: [placeAt(folder)], checkpoint, resumeAt: () => null });
  await second.stop();
  expect(offsets(second)).toEqual([0]);
  expect(ids(second)).toEqual(ids(first));
});

test("a lost checkpoint costs nothing where the reader knows: ids come from the files themselves", async () => {
  const folder = folderWith({ "u_ex1.log": log });
  const first = await startRig({ places: [placeAt(folder)] });
  await first.stop();
  const [id = ""] = ids(first);
  appendFileSync(join(folder, "u_ex1.log"), logLine(2));
  renameSync(join(folder, "u_ex1.log"), join(folder, "u_ex9.log"));
  const second = await startRig({
    places: [placeAt(folder)],
    resumeAt: (fileId) => (fileId === id ? { offset: log.length, context: "" } : null),
  });
  await second.stop();
  expect(offsets(second)).toEqual([log.length]);
  expect(slicesIn(second.shipments)[0]?.context).toBe(fields);
});

test("a file that was written anew while nobody looked is another file for the reader", async () => {
  const folder = folderWith({ "u_ex1.log": log + logLine(2) });
  const first = await startRig({ places: [placeAt(folder)] });
  await first.stop();
  const [id = ""] = ids(first);
  writeFileSync(join(folder, "u_ex1.log"), logLine(3));
  const second = await startRig({
    places: [placeAt(folder)],
    resumeAt: (fileId) => (fileId === id ? { offset: (log + logLine(2)).length, context: fields } : null),
  });
  await second.stop();
  expect(offsets(second)).toEqual([0]);
  expect(ids(second)).not.toEqual([id]);
});

test("a checkpoint that is damaged, or cannot be written, is told; shipping goes on", async () => {
  const folder = folderWith({ "u_ex1.log": log });
  const world = { isFull: true };
  const rig = await startRig({
    places: [placeAt(folder)],
    checkpoint: {
      load: async () => ({ files: [], hosts: [], damage: "checkpoint.a: its checksum is wrong" }),
      save: async () => {
        if (world.isFull)
          throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
      },
    },
  });
  await rig.step();
  await rig.step();
  world.isFull = false;
  await rig.step();
  await rig.stop();
  expect(receivedFrom(rig.shipments).size).toBe(1);
  const told = rig.events.map(({ type }) => type).filter((type) => type.startsWith("checkpoint"));
  expect(told).toEqual(["checkpoint-damaged", "checkpoint-failed", "checkpoint-recovered"]);
});

test("a folder that disappears and comes back goes on where it was, and is shown as missing meanwhile", async () => {
  const folder = folderWith({ "logs/u_ex1.log": log });
  const logs = join(folder, "logs");
  const rig = await startRig({ places: [placeAt(logs)] });
  renameSync(logs, join(folder, "elsewhere"));
  for (let count = 0; count < 3; count += 1) await rig.step();
  expect(
    reportsIn(rig.shipments)
      .at(-1)
      ?.sources.map(({ condition }) => condition),
  ).toContain("missing");
  renameSync(join(folder, "elsewhere"), logs);
  appendFileSync(join(logs, "u_ex1.log"), logLine(2));
  for (let count = 0; count < 3; count += 1) await rig.step();
  await rig.stop();
  expect(offsets(rig)).toEqual([0, log.length]);
  expect(ids(rig)).toHaveLength(1);
});

test("the same files get the same ids, whichever is seen first", async () => {
  const folder = folderWith({ "u_ex1.log": logLine(1), "u_ex2.log": logLine(2) });
  const together = await startRig({ places: [placeAt(folder)] });
  await together.stop();
  const apart: string[] = [];
  for (const name of ["u_ex2.log", "u_ex1.log"]) {
    const rig = await startRig({ places: [placeAt(folder, { include: [name] })] });
    await rig.stop();
    apart.push(...ids(rig));
  }
  expect(apart.sort()).toEqual(ids(together).sort());
});
