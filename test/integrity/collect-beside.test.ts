import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { realDisk } from "../../collectors/files/index.ts";
import type { SourceBeside } from "../../collectors/index.ts";
import { firstStamp } from "../../processors/beginnings/first-stamp.ts";
import { placeAt, receivedFrom, reportsIn, slicesIn, startRig } from "../support/collector-rig.ts";
import type { Rig } from "../support/collector-rig.ts";
import { linesOf, numberedEvents } from "../support/event-log-rig.ts";
import { folderWith, logLine } from "../support/log-folder.ts";

/** A channel of an event log is read bit by bit, into files, while the other logs of its host are there at once. */

const start = Date.UTC(2026, 10, 22, 10);
/** A line each ten seconds, an hour long. */
const hour = Array.from({ length: 360 }, (_, index) => logLine(index, index * 10)).join("");
const name = "event log Application";
const behind = (passedAt: number): SourceBeside => ({ name, condition: "behind", detail: "", passedAt });
const stampsOf = ({ shipments }: Rig): number[] =>
  slicesIn(shipments).map(({ slice }) => firstStamp(slice) ?? Number.NaN);
const floorsOf = ({ shipments }: Rig): number[] => slicesIn(shipments).map(({ floor }) => floor ?? 0);
/** How far each report lets its host have come by what it waits for. */
const waitsOf = ({ shipments }: Rig): number[] =>
  reportsIn(shipments).flatMap(({ sources }) => sources.flatMap(({ waitsFrom }) => waitsFrom ?? []));

test("a log that was there at once goes no further than a channel that is read meanwhile, and its host has passed no more", async () => {
  const folder = folderWith({ "u_ex1.log": hour });
  const channel: { is: readonly SourceBeside[] } = { is: [behind(start + 600_000)] };
  const rig = await startRig({
    places: [placeAt(folder)],
    limits: { sliceBytesMax: 1000 },
    beside: { folder: join(folder, "events"), sources: () => channel.is },
  });
  const shipped = (): number => Math.max(...stampsOf(rig)) - start;
  expect(shipped()).toBeGreaterThan(500_000);
  expect(shipped()).toBeLessThanOrEqual(600_000);
  channel.is = [behind(start + 1_200_000)];
  await rig.step();
  expect(shipped()).toBeGreaterThan(1_000_000);
  expect(shipped()).toBeLessThanOrEqual(1_200_000);
  expect(Math.max(...floorsOf(rig), ...waitsOf(rig))).toBe(start + 1_200_000);
  expect(reportsIn(rig.shipments).at(-1)?.sources).toMatchObject([{ condition: "behind" }]);
  channel.is = [];
  await rig.step();
  await rig.stop();
  expect(shipped()).toBeGreaterThan(3_500_000);
  const waits = waitsOf(rig);
  expect(waits.at(-1)).toBe(start + 1_200_000);
  expect(
    reportsIn(rig.shipments)
      .at(-1)
      ?.sources.map(({ waitsFrom }) => waitsFrom),
  ).toEqual([undefined]);
});

test("before a channel has answered its host has passed nothing, and only what was written just now is shipped", async () => {
  const folder = folderWith({ "a/u_ex1.log": hour });
  const channel: { is: readonly SourceBeside[] } = { is: [behind(Number.NEGATIVE_INFINITY)] };
  const at = start + 7_200_000;
  const rig = await startRig({
    places: [placeAt(folder)],
    clock: { now: () => at },
    beside: { folder: join(folder, "events"), sources: () => channel.is },
  });
  expect(slicesIn(rig.shipments)).toEqual([]);
  expect(waitsOf(rig)).toEqual([0]);
  await rig.stop();
  const today = folderWith({ "a/u_ex1.log": logLine(0, 7100) });
  const live = await startRig({
    places: [placeAt(today)],
    clock: { now: () => at },
    beside: { folder: join(today, "events"), sources: () => channel.is },
  });
  await live.stop();
  expect(slicesIn(live.shipments)).toMatchObject([{ floor: null }]);
});

test("a channel that waits until its files are shipped is not waited for when these cannot be read for a minute", async () => {
  const folder = folderWith({
    "u_ex1.log": hour,
    "events/Application.000001.xml": linesOf(...numberedEvents(1, 9)),
  });
  const events = join(folder, "events");
  const denied = async (path: string): Promise<never> => {
    throw Object.assign(new Error(path), { code: "EACCES" });
  };
  const rig = await startRig({
    places: [placeAt(events), placeAt(folder, { include: ["*.log"] })],
    limits: { sliceBytesMax: 1000 },
    disk: { ...realDisk, open: (path) => (path.endsWith(".xml") ? denied(path) : realDisk.open(path)) },
    beside: { folder: events, sources: () => [{ ...behind(start), isFull: true }] },
  });
  const shipped = (): number => Math.max(0, ...stampsOf(rig)) - start;
  for (let step = 0; step < 5; step += 1) await rig.step(10_000);
  expect(shipped()).toBeLessThanOrEqual(0);
  for (let step = 0; step < 2; step += 1) await rig.step(10_000);
  await rig.stop();
  expect([...receivedFrom(rig.shipments).values()].map(String)).toEqual([hour]);
});

test("before a channel has answered nothing is sent of how far several hosts have come", async () => {
  const hosts = folderWith({ "a/u_ex1.log": hour, "b/u_ex1.log": hour });
  const rig = await startRig({
    places: ["a", "b"].map((host) => placeAt(join(hosts, host), { name: host, host })),
    beside: { folder: join(hosts, "events"), sources: () => [behind(Number.NEGATIVE_INFINITY)] },
  });
  for (let round = 0; round < 3; round += 1) await rig.step();
  await rig.stop();
  expect(slicesIn(rig.shipments)).toEqual([]);
  expect(reportsIn(rig.shipments).length).toBeGreaterThan(0);
});

test("what a channel was read to is in its files, however lately these were looked at: it is shipped before its host has passed it", async () => {
  const folder = folderWith({ "u_ex1.log": hour });
  const events = join(folder, "events");
  const file = join(events, "Application.000001.xml");
  const channel: { is: readonly SourceBeside[] } = { is: [behind(start)] };
  const rig = await startRig({
    places: [placeAt(events, { optional: true }), placeAt(folder, { include: ["*.log"] })],
    limits: { listEveryMs: 3_600_000, quietEveryMs: 3_600_000, hotEveryMs: 3_600_000, reportEveryMs: 0 },
    beside: { folder: events, sources: () => channel.is },
  });
  const eventsShipped = (): number =>
    slicesIn(rig.shipments)
      .filter(({ slice }) => slice.file.format === "event-xml")
      .reduce((sum, { slice }) => sum + Buffer.from(slice.bytes).toString().split("</Event>").length - 1, 0);
  mkdirSync(events);
  writeFileSync(file, linesOf(...numberedEvents(1, 20)));
  channel.is = [behind(start + 1000)];
  await rig.step(1);
  const first = eventsShipped();
  appendFileSync(file, linesOf(...numberedEvents(21, 40)));
  channel.is = [];
  await rig.step(1);
  await rig.stop();
  expect([first, eventsShipped()]).toEqual([20, 40]);
});
