import { appendFileSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import type { ShippedSlice } from "../../collectors/contract/index.ts";
import { firstStamp } from "../../processors/beginnings/first-stamp.ts";
import { placeAt, receivedFrom, reportsIn, slicesIn, startRig } from "../support/collector-rig.ts";
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

test("a host that is some minutes behind has a batch in each round before what another has of days ago", async () => {
  const folder = folderWith({
    "ndes01/u_ex1.log": lines(0, 1, 2000),
    "ndes02/u_ex1.log": lines(200_000, 1, 600),
  });
  const now = Date.UTC(2026, 10, 22, 10) + 201_200_000;
  const rig = await startRig({
    places: [placeAt(folder, { host: null })],
    limits: { sliceBytesMax: 2000, batchBytesMax: 20_000 },
    clock: { now: () => now },
  });
  await rig.stop();
  const turns = slicesIn(rig.shipments)
    .filter(({ slice }) => slice.bytes.length > 0)
    .map(({ slice }) => slice.file.host)
    .filter((host, index, all) => host !== all[index - 1]);
  expect(turns).toEqual(["ndes02", "ndes01", "ndes02"]);
});

test("hosts with a backlog come side by side in order of event time, and each says how far it is before its turn", async () => {
  const long = lines(0, 30, 2000);
  const folder = folderWith({
    "ndes01/u_ex1.log": long,
    "ndes02/u_ex1.log": lines(2, 300, 200),
    "ndes03/u_ex1.log": lines(4, 300, 200),
    // Its only lines are of the last of the sixteen hours.
    "ndes04/u_ex1.log": lines(55_000, 1, 20),
  });
  const rig = await startRig({
    places: [placeAt(folder, { host: null })],
    limits: { sliceBytesMax: 2000, batchBytesMax: 20_000 },
  });
  await rig.stop();
  const slices = slicesIn(rig.shipments);
  const hosts = slices.slice(0, 4).map(({ slice }) => [slice.file.host, slice.bytes.length]);
  expect(hosts).toEqual(["ndes01", "ndes02", "ndes03", "ndes04"].map((host) => [host, 0]));
  const stamps = slices.slice(4).map(({ slice }) => firstStamp(slice) ?? 0);
  const back = stamps.map((stamp, index) => Math.max(...stamps.slice(0, index + 1)) - stamp);
  // A turn takes a minute at least.
  expect(Math.max(...back)).toBeLessThanOrEqual(60_000);
  expect(slices.at(-1)?.slice.file.host).toBe("ndes01");
  expect([...receivedFrom(rig.shipments).values()].map(String)).toContain(long);
});

/** In each place the floor is no later than any stamp from there on. */
function expectNothingPassed(slices: readonly ShippedSlice[]): void {
  const stamps = slices.map(({ slice }) => firstStamp(slice) ?? Number.POSITIVE_INFINITY);
  for (const [index, { floor }] of slices.entries())
    expect(floor ?? 0).toBeLessThanOrEqual(Math.min(...stamps.slice(index)));
}

test("the other files of a host wait until it is known where one goes on that was copied and written anew", async () => {
  const folder = folderWith({ "a/u_ex.log": lines(0, 10, 400), "b/u_ex.log": lines(20_000, 10, 400) });
  const log = join(folder, "a/u_ex.log");
  const rotation = { isDue: true };
  const rig = await startRig({
    places: [placeAt(folder)],
    limits: { sliceBytesMax: 1000, batchBytesMax: 3000 },
    // Behind the first slice.
    firstStamp: (slice) => {
      if (rotation.isDue && slice.offset > 0) {
        rotation.isDue = false;
        copyFileSync(log, join(folder, "a/u_ex1.log"));
        writeFileSync(log, lines(40_000, 10, 500));
      }
      return firstStamp(slice);
    },
  });
  for (let round = 0; round < 6; round += 1) await rig.step();
  await rig.stop();
  expect(rig.events.map(({ type }) => type)).toContain("copied");
  expectNothingPassed(slicesIn(rig.shipments));
  const wanted = [lines(0, 10, 400), lines(20_000, 10, 400), lines(40_000, 10, 500)];
  expect([...receivedFrom(rig.shipments).values()].map(String)).toEqual(wanted);
});

test("no host is said to have passed what is unread of a log that is copied and written anew while it is shipped", async () => {
  const folder = folderWith({ "ndes01/u_ex.log": lines(0, 10, 400), "ndes02/u_ex.log": lines(5, 10, 400) });
  const log = join(folder, "ndes02/u_ex.log");
  const clock = { at: Date.UTC(2026, 10, 23, 12) };
  const rotation = { isDue: false };
  const rig = await startRig({
    places: [placeAt(folder, { host: null })],
    clock: { now: () => (clock.at += 5) },
    limits: { sliceBytesMax: 1000, batchBytesMax: 3000, turnBytesMax: 4000, bytesPerSecondMax: 8000 },
    // When the first host is looked at the logs were compared, and nothing of this round is read yet.
    firstStamp: (slice) => {
      if (rotation.isDue && slice.file.host === "ndes01") {
        rotation.isDue = false;
        copyFileSync(log, join(folder, "ndes02/u_ex1.log"));
        writeFileSync(log, lines(40_000, 10, 500));
      }
      return firstStamp(slice);
    },
  });
  rotation.isDue = true;
  for (let round = 0; round < 40; round += 1) {
    clock.at += 1000;
    await rig.step();
  }
  await rig.stop();
  expect(rig.events.map(({ type }) => type)).toContain("copied");
  expectNothingPassed(slicesIn(rig.shipments).filter(({ slice }) => slice.file.host === "ndes02"));
  expect([...receivedFrom(rig.shipments).values()].map(String)).toContain(lines(5, 10, 400));
});

test("a log that is found to be another as it is read is behind until it was compared", async () => {
  const folder = folderWith({ "u_ex.log": lines(0, 10, 400) });
  const rewriting = { isDue: true };
  const rig = await startRig({
    places: [placeAt(folder)],
    limits: { sliceBytesMax: 1000 },
    // Behind the first slice.
    firstStamp: (slice) => {
      if (rewriting.isDue && slice.offset > 0) {
        rewriting.isDue = false;
        writeFileSync(join(folder, "u_ex.log"), lines(40_000, 10, 500));
      }
      return firstStamp(slice);
    },
  });
  await rig.step();
  await rig.step();
  await rig.stop();
  expect(rig.events.map(({ type }) => type)).toContain("truncated");
  const sources = reportsIn(rig.shipments).flatMap((report) => report.sources);
  expect(sources.filter(({ condition, bytesBehind }) => condition === "current" && bytesBehind > 0)).toEqual(
    [],
  );
});

test("a host that is watched live does not wait for another's backlog", async () => {
  const now = Math.floor(Date.now() / 1000) - Date.UTC(2026, 10, 22, 10) / 1000;
  const folder = folderWith({
    "ndes01/u_ex1.log": lines(0, 30, 2000),
    "ndes02/u_ex1.log": lines(now - 5, 1, 5),
  });
  const rig = await startRig({
    places: [placeAt(folder, { host: null })],
    limits: { sliceBytesMax: 2000, batchBytesMax: 20_000 },
  });
  await rig.stop();
  expect(slicesIn(rig.shipments)[0]?.slice.file.host).toBe("ndes02");
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
