import { appendFileSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { memoryCheckpoint } from "../../../collectors/index.ts";
import { utf16Bytes } from "../../../collectors/contract/index.ts";
import { placeAt, receivedFrom, reportsIn, slicesIn, startRig } from "../../support/collector-rig.ts";
import type { Rig } from "../../support/collector-rig.ts";
import { folderWith, logLine } from "../../support/log-folder.ts";

const shown = (rig: Rig): [number, number, boolean][] =>
  slicesIn(rig.shipments).map(({ slice }) => [slice.offset, slice.bytes.length, slice.end]);
const line = logLine(1);
const { length } = Buffer.from(line);

describe("the end of a file", () => {
  test("a line without an end waits until its file was idle for long, and goes on if it grows after all", async () => {
    const folder = folderWith({ "u_ex1.log": `${line}half` });
    const rig = await startRig({ places: [placeAt(folder)], limits: { idleMs: 100_000 } });
    await rig.step(99_000);
    expect(shown(rig)).toEqual([[0, length, false]]);
    await rig.step(2000);
    appendFileSync(join(folder, "u_ex1.log"), " and half\n");
    await rig.step(5000);
    await rig.stop();
    expect(shown(rig)).toEqual([
      [0, length, false],
      [length, 4, true],
      [length + 4, 10, false],
    ]);
  });

  test("a renamed file ends soon after its last change", async () => {
    const folder = folderWith({ "u_ex1.log": `${line}half` });
    const rig = await startRig({ places: [placeAt(folder)] });
    renameSync(join(folder, "u_ex1.log"), join(folder, "u_ex2.log"));
    await rig.step();
    appendFileSync(join(folder, "u_ex2.log"), "!");
    await rig.step();
    await rig.step(5000);
    await rig.stop();
    expect(shown(rig).slice(1)).toEqual([[length, 5, true]]);
  });

  test("a file that was finished long ago ends with its first slice", async () => {
    const folder = folderWith({ "u_ex1.log": `${line}half` });
    const rig = await startRig({ places: [placeAt(folder)], limits: { idleMs: 0 } });
    await rig.stop();
    expect(shown(rig)).toEqual([[0, length + 4, true]]);
  });
});

test("an exported event log is shipped whole when it is idle; a live one up to the chunk that is being written", async () => {
  const chunk = Buffer.alloc(65_536, 1);
  chunk.write("ElfChnk\0", 0, "latin1");
  const header = Buffer.alloc(4096);
  header.write("ElfFile\0", 0, "latin1");
  const log = Buffer.concat([header, chunk, chunk]);
  const folder = folderWith({ "export.evtx": log, "winevt/Logs/Admin.evtx": log });
  const rig = await startRig({
    places: [placeAt(folder)],
    limits: { idleMs: 10_000 },
    firstStamp: () => null,
  });
  await rig.step(20_000);
  await rig.step(1000);
  utimesSync(join(folder, "export.evtx"), Date.now() / 1000 + 9, Date.now() / 1000 + 9);
  for (let count = 0; count < 3; count += 1) await rig.step(2000);
  await rig.stop();
  const shipped = (name: string): [number, boolean][] =>
    slicesIn(rig.shipments)
      .filter(({ slice }) => slice.file.path.endsWith(name))
      .map(({ slice }) => [slice.bytes.length, slice.end]);
  expect(shipped("Admin.evtx")).toEqual([[4096 + 65_536, false]]);
  expect(shipped("export.evtx")).toEqual([
    [4096 + 65_536, false],
    [65_536, true],
  ]);
  expect(rig.events.map(({ type }) => type)).toContain("changed-after-end");
});

describe("what does not fit", () => {
  test("a line that is longer than a slice is cut anywhere, and nothing of it is lost", async () => {
    const text = `${"ä".repeat(5000)}\n${line}`;
    const rig = await startRig({
      places: [placeAt(folderWith({ "mscep.log": text }))],
      limits: { sliceBytesMax: 1001 },
    });
    await rig.stop();
    expect([...receivedFrom(rig.shipments).values()].map(String)).toEqual([text]);
    expect(Math.max(...shown(rig).map(([, bytes]) => bytes))).toBeLessThanOrEqual(1001);
    expect(
      slicesIn(rig.shipments).every(({ slice }) => !Buffer.from(slice.bytes).toString().includes("\ufffd")),
    ).toBe(true);
  });

  test("room that was set aside and not written yet is not shipped", async () => {
    const folder = folderWith({ "u_ex1.log": Buffer.concat([Buffer.from(line), Buffer.alloc(20_000)]) });
    const rig = await startRig({
      places: [placeAt(folder)],
      limits: { sliceBytesMax: 1024, batchBytesMax: 4096 },
    });
    await rig.step();
    writeFileSync(join(folder, "u_ex1.log"), line + line + line, { flag: "r+" });
    // Of the same size as before, within a moment that the file system may not tell from the one before.
    utimesSync(join(folder, "u_ex1.log"), new Date(), new Date(Date.now() + 1000));
    await rig.step();
    await rig.stop();
    expect([...receivedFrom(rig.shipments).values()].map(String)).toEqual([line + line + line]);
  });

  test("more files than may be known are named once, and left alone", async () => {
    const folder = folderWith({ "u_ex1.log": line, "u_ex2.log": line, "u_ex3.log": line });
    const rig = await startRig({ places: [placeAt(folder)], limits: { filesMax: 2 } });
    for (let count = 0; count < 3; count += 1) await rig.step();
    await rig.stop();
    expect(rig.events.filter(({ type }) => type === "limit")).toHaveLength(1);
    expect(receivedFrom(rig.shipments).size).toBe(2);
  });

  test("no more bytes are read in a second than are allowed", async () => {
    const text = Array.from({ length: 100 }, (_, index) => logLine(index)).join("");
    const rig = await startRig({
      places: [placeAt(folderWith({ "u_ex1.log": text }))],
      limits: { sliceBytesMax: 512, batchBytesMax: 1024, bytesPerSecondMax: 1000 },
    });
    const after: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      after.push([...receivedFrom(rig.shipments).values()][0]?.length ?? 0);
      await rig.step(1000);
    }
    await rig.stop();
    expect(after.every((bytes, second) => bytes > 0 && bytes <= (second + 1) * 1000 + 1024)).toBe(true);
  });
});

test("UTF-16 is cut between lines, and its header found again", async () => {
  const bytes = utf16Bytes(
    `\ufeff#Fields: date time s-ip cs-method cs-uri-stem sc-status\r\n${line}${line}`,
    "utf-16le",
  );
  const rig = await startRig({
    places: [placeAt(folderWith({ "u_ex1.log": bytes }))],
    limits: { sliceBytesMax: 301, batchBytesMax: 1000 },
  });
  await rig.stop();
  expect([...receivedFrom(rig.shipments).values()][0]?.equals(bytes)).toBe(true);
  expect(slicesIn(rig.shipments).at(-1)?.context).toBe(
    "#Fields: date time s-ip cs-method cs-uri-stem sc-status",
  );
});

test("hosts are told by their folders, decided once, and each has its own report", async () => {
  const folder = folderWith({ "NDES01/W3SVC1/u_ex1.log": line, "NDES02/W3SVC1/u_ex1.log": line });
  const rig = await startRig({ places: [placeAt(folder, { host: null })] });
  await rig.stop();
  const lines = slicesIn(rig.shipments).filter(({ slice }) => slice.bytes.length > 0);
  expect(lines.map(({ slice }) => slice.file.host).sort()).toEqual(["ndes01", "ndes02"]);
  expect(new Set(reportsIn(rig.shipments).map(({ host }) => host))).toEqual(new Set(["ndes01", "ndes02"]));
});

test("a place that need not be there is not reported until it was; another one is missing at once", async () => {
  const folder = folderWith({});
  const rig = await startRig({
    places: [
      placeAt(join(folder, "legacy"), { name: "legacy", optional: true }),
      placeAt(join(folder, "needed"), { name: "needed" }),
    ],
  });
  await rig.stop();
  expect(
    reportsIn(rig.shipments)
      .at(-1)
      ?.sources.map(({ name, condition }) => [name, condition]),
  ).toEqual([["needed", "missing"]]);
});

test("a clock that is set back stops nothing", async () => {
  const folder = folderWith({ "u_ex1.log": line });
  const rig = await startRig({ places: [placeAt(folder)] });
  await rig.step(-3_600_000);
  appendFileSync(join(folder, "u_ex1.log"), line);
  await rig.step();
  await rig.step();
  await rig.stop();
  expect([...receivedFrom(rig.shipments).values()].map(String)).toEqual([line + line]);
  expect(reportsIn(rig.shipments).length).toBeGreaterThan(2);
});

test("a host that nothing happens on is reported every few seconds", async () => {
  const rig = await startRig({ places: [placeAt(folderWith({ "u_ex1.log": line }))] });
  const before = reportsIn(rig.shipments).length;
  for (let count = 0; count < 20; count += 1) await rig.step(1000);
  await rig.stop();
  expect(reportsIn(rig.shipments).length - before).toBe(4);
});

test("reports that take long rest in proportion, and the last one comes although nothing is shipped any more", async () => {
  const folder = folderWith({ "u_ex1.log": line });
  const clock = { at: Date.now(), costMs: 0 };
  const rig = await startRig({
    places: [placeAt(folder)],
    clock: { now: () => (clock.at += clock.costMs) },
  });
  const round = async (ms: number): Promise<number> => {
    clock.at += ms;
    const before = reportsIn(rig.shipments).length;
    await rig.step(0);
    return reportsIn(rig.shipments).length - before;
  };
  await round(1000);
  // Of each look at the clock: a report takes 10 ms, and rests for 200.
  clock.costMs = 10;
  let busy = 0;
  for (const from = clock.at; clock.at - from < 4000;) {
    appendFileSync(join(folder, "u_ex1.log"), line);
    busy += await round(20);
  }
  expect(busy).toBeGreaterThan(2);
  expect(busy).toBeLessThanOrEqual(4000 / 200);
  while ((await round(20)) === 0) appendFileSync(join(folder, "u_ex1.log"), line);
  appendFileSync(join(folder, "u_ex1.log"), line);
  expect(await round(20)).toBe(0);
  expect(rig.shipments.at(-1)?.type).toBe("slice");
  const from = clock.at;
  while ((await round(20)) === 0 && clock.at - from < 10_000);
  expect(clock.at - from).toBeLessThan(500);
  await rig.stop();
  expect(reportsIn(rig.shipments).at(-1)?.sources[0]).toMatchObject({
    condition: "current",
    bytesShipped: readFileSync(join(folder, "u_ex1.log")).length,
  });
});

test("after a restart the first round says that a host is current of which only the beginning of a record is left", async () => {
  const places = [placeAt(folderWith({ "u_ex1.log": `${line}half` }))];
  const checkpoint = memoryCheckpoint();
  const first = await startRig({ places, checkpoint });
  await first.stop();
  const second = await startRig({ places, checkpoint });
  const conditions = reportsIn(second.shipments).map(({ sources }) => sources[0]?.condition);
  await second.stop();
  expect(slicesIn(second.shipments)).toEqual([]);
  expect(conditions).toEqual(["behind", "current"]);
});

test("a notice of the system ends the rest and names what to look at", async () => {
  const folder = folderWith({ "u_ex1.log": line });
  const told: ((name: string | null) => void)[] = [];
  const rig = await startRig({
    places: [placeAt(folder)],
    limits: { quietEveryMs: 1e9, hotForMs: 0, listEveryMs: 1e9 },
    watch: (_folder, changed) => {
      told.push(changed);
      return () => {};
    },
  });
  appendFileSync(join(folder, "u_ex1.log"), line);
  writeFileSync(join(folder, "u_ex2.log"), line);
  await rig.step();
  const before = receivedFrom(rig.shipments).size;
  for (const name of ["u_ex1.log", "u_ex2.log"]) told[0]?.(name);
  // A moment more, in which the rest of a burst comes in.
  await rig.step(10);
  await rig.step();
  await rig.stop();
  expect(before).toBe(1);
  expect([...receivedFrom(rig.shipments).values()].map(String).sort()).toEqual([line, line + line]);
});
