import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { firstStamp } from "../../processors/first-stamp.ts";
import { placeAt, slicesIn, startRig } from "../support/collector-rig.ts";
import { folderWith, logLine } from "../support/log-folder.ts";

const lines = (from: number, step: number, count: number): string =>
  Array.from({ length: count }, (_, index) => logLine(from * 10_000 + index, from + index * step)).join("");

test("a backlog is shipped in order of event time over all files of a host, and the floor is how far it has come", async () => {
  const folder = folderWith({
    "a/u_ex1.log": lines(0, 7, 300),
    "b/u_ex2.log": lines(3, 1, 300),
    "c/u_ex3.log": lines(500, 5, 300),
    "d/u_ex4.log": lines(1, 40, 60),
  });
  const rig = await startRig({
    places: [placeAt(folder)],
    limits: { sliceBytesMax: 1000, batchBytesMax: 5000 },
  });
  await rig.stop();
  const stamps = slicesIn(rig.shipments).map(({ slice }) => firstStamp(slice) ?? 0);
  expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
  expect(slicesIn(rig.shipments).map(({ floor }) => floor)).toEqual(stamps);
});

test("the report that all is current comes behind all that was there, and while there is more it is behind", async () => {
  const folder = folderWith({ "u_ex1.log": lines(0, 1, 50) });
  const clock = { at: Date.UTC(2026, 10, 22, 12) };
  const rig = await startRig({
    places: [placeAt(folder)],
    limits: { sliceBytesMax: 1000, batchBytesMax: 2000, turnBytesMax: 1, roundMs: 1 },
    clock: { now: () => (clock.at += 1) },
  });
  appendFileSync(join(folder, "u_ex1.log"), logLine(99));
  await rig.stop();
  const told = rig.shipments.map((shipment) =>
    shipment.type === "slice" ? "slice" : (shipment.sources[0]?.condition ?? ""),
  );
  expect(told.indexOf("behind")).toBeGreaterThan(-1);
  expect(told.indexOf("current")).toBeGreaterThan(told.lastIndexOf("behind"));
  expect(told.lastIndexOf("slice")).toBeLessThan(told.indexOf("current"));
});
