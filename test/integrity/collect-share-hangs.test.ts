import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { placeAt, receivedFrom, reportsIn, startRig } from "../support/collector-rig.ts";
import type { Rig } from "../support/collector-rig.ts";
import { faultyDisk } from "../support/faulty-disk.ts";
import { folderWith, logLine } from "../support/log-folder.ts";

const conditions = (rig: Rig): string[] =>
  (reportsIn(rig.shipments).at(-1)?.sources ?? []).map(({ name, condition }) => `${name} ${condition}`);

test("a share that hangs keeps only its own files waiting, and is shown until it answers", async () => {
  const folder = folderWith({ "dead/u_ex1.log": logLine(1), "live/u_ex2.log": logLine(2) });
  const disk = faultyDisk();
  const rig = await startRig({
    disk,
    places: [
      placeAt(join(folder, "dead"), { name: "dead" }),
      placeAt(join(folder, "live"), { name: "live" }),
    ],
    limits: { ioTimeoutMs: 300 },
  });
  // On a busy machine the real disk may seem to hang as well.
  for (let count = 0; count < 20 && receivedFrom(rig.shipments).size < 2; count += 1) await rig.step(11_000);
  disk.hanging.add("dead");
  appendFileSync(join(folder, "live/u_ex2.log"), logLine(3));
  appendFileSync(join(folder, "dead/u_ex1.log"), logLine(4));
  await rig.step(11_000);
  appendFileSync(join(folder, "live/u_ex2.log"), logLine(5));
  await rig.step(11_000);
  expect(conditions(rig)).toContain("dead/u_ex*.log failing");
  expect(conditions(rig)).toContain("live/u_ex*.log current");
  await rig.stop();
  const texts = [...receivedFrom(rig.shipments).values()].map(String).sort();
  expect(texts).toEqual([logLine(1), logLine(2) + logLine(3) + logLine(5)]);
});

test("what must not be read is named once, shown, and read when it may be", async () => {
  const folder = folderWith({ "u_ex1.log": logLine(1), "u_ex2.log": logLine(2) });
  const disk = faultyDisk();
  disk.denied.add("u_ex1");
  const rig = await startRig({ disk, places: [placeAt(folder)] });
  for (let count = 0; count < 5; count += 1) await rig.step(11_000);
  expect(rig.events.filter(({ type }) => type === "trouble")).toMatchObject([{ condition: "denied" }]);
  expect(conditions(rig)).toContain("u_ex1.log denied");
  disk.denied.clear();
  await rig.step(11_000);
  expect(rig.events.map(({ type }) => type)).toContain("recovered");
  expect(conditions(rig)).toEqual(["u_ex*.log current"]);
  await rig.stop();
  expect([...receivedFrom(rig.shipments).values()].map(String).sort()).toEqual([logLine(1), logLine(2)]);
});
