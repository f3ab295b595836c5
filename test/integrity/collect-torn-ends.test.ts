import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";

import { memoryCheckpoint } from "../../collectors/index.ts";
import type { Shipment } from "../../collectors/contract/index.ts";
import { toAnalysisRequest } from "../../processors/contract/index.ts";
import type { AnalysisRequest } from "../../processors/contract/index.ts";
import { analyze, firstStamp } from "../../processors/index.ts";
import { createPartition } from "../../processors/partition/index.ts";
import type { Partition } from "../../processors/partition/index.ts";
import { simulate } from "../simulation/index.ts";
import type { ScenarioName, Simulation } from "../simulation/index.ts";
import type { Rig } from "../support/collector-rig.ts";
import { placeAt, receivedFrom, reportsIn, slicesIn, startRig } from "../support/collector-rig.ts";
import { folderWith } from "../support/log-folder.ts";
import { optionsFor } from "../support/live-partition.ts";
import { shipSimulation } from "../support/ship-simulation.ts";
import { smallScenario } from "../support/small-scenario.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const hour = 3_600_000;

/** Copied at that moment, each log without its last line end; traces and status files never have one. Of a status file its own time counts. */
function copiedTorn(simulation: Simulation, at: number): Simulation {
  const files = simulation.files.map((file) => {
    if (file.path.includes("CertificateRequestStatus")) return file;
    const text = Buffer.from(file.bytes).toString("latin1");
    return { ...file, bytes: Buffer.from(text.replace(/[\r\n]+$/, ""), "latin1"), modifiedAt: at };
  });
  return { ...simulation, files };
}

function onDisk({ files }: Simulation): string {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-torn-"));
  folders.push(folder);
  for (const { path, bytes, modifiedAt } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
    // In the middle of its millisecond: seconds are no whole numbers.
    utimesSync(join(folder, path), (modifiedAt + 0.5) / 1000, (modifiedAt + 0.5) / 1000);
  }
  return folder;
}

type Requests = readonly AnalysisRequest[];

async function analysed(simulation: Simulation): Promise<Requests> {
  const { hostOf, zoneOf } = optionsFor(simulation);
  async function* slices(): Parameters<typeof analyze>[0] {
    for (const one of shipSimulation(simulation, { sliceBytes: 16_384 }))
      if (one.type === "slice") yield { slice: one.slice, at: one.floor };
  }
  const requests: AnalysisRequest[] = [];
  for await (const finding of analyze(slices(), { hostOf, zoneOf: (file) => zoneOf(file, 0) }))
    if (finding.type === "request")
      requests.push(toAnalysisRequest(finding.request, finding.claim, (fileId) => fileId));
  return sorted(requests);
}

/** A file's id is an inode's: both sides call it by its path. */
function byPath(shipment: Shipment): Shipment {
  if (shipment.type !== "slice") return shipment;
  const { slice } = shipment;
  return { ...shipment, slice: { ...slice, file: { ...slice.file, id: slice.file.path } } };
}

/** Followed from `at` on, for an hour in steps of seconds, then of half minutes; then until all is final. */
async function followed(simulation: Simulation, folder: string, at: number): Promise<Partition> {
  const options = optionsFor(simulation);
  const clock = { at };
  const rig = await startRig({
    places: [placeAt(folder, { host: null })],
    clock: { now: () => clock.at },
    firstStamp: (slice) => firstStamp(slice, (file) => options.zoneOf(file, 0)),
  });
  for (; clock.at < at + hour; clock.at += clock.at < at + 60_000 ? 3000 : 30_000) await rig.step();
  clock.at += 48 * hour;
  await rig.step();
  await rig.stop();
  const partition = createPartition(options, null);
  partition.take(rig.shipments.map(byPath));
  return partition;
}

function sorted(requests: Requests): Requests {
  return requests.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

test.each<[name: ScenarioName, copiedAfterMs: number]>([
  ["device-logs", 0],
  ["device-logs", 72 * hour],
  ["failures", 0],
  ["failures", 72 * hour],
])(
  "%s, copied without the last line ends %i ms after all: its requests are those of an analysis",
  async (name, afterMs) => {
    const simulated = simulate(smallScenario(name, 40), 3);
    const at = simulated.collectedAt + afterMs;
    const simulation = copiedTorn(simulated, at);
    const partition = await followed(simulation, onDisk(simulation), at);
    const late = partition.hosts().flatMap(({ sources }) => sources.map((source) => source.late));
    const finals = partition.checkpoint("end", 0).requests.map(({ view }) => view);
    expect(sorted(finals)).toEqual(await analysed(simulation));
    expect(Math.max(...late)).toBe(0);
  },
);

const row = (at: number): string => {
  const stamp = new Date(at).toISOString();
  return `${stamp.slice(0, 10)} ${stamp.slice(11, 19)} 192.0.2.10 GET /certsrv/mscep/mscep.dll 200 1 x-x-x-x-x\n`;
};
const noon = Date.UTC(2026, 10, 22, 12);

test("until it is known where the last record of a log ends, its host is not said to have passed it", async () => {
  const tornAt = noon - 120_000;
  const folder = folderWith({ "a/u_ex1.log": row(noon - 180_000) + row(tornAt).trimEnd() });
  const others = Array.from({ length: 60 }, (_, index) => row(noon - 150_000 + index * 1000)).join("");
  writeFileSync(join(folder, "b_u_ex1.log"), others);
  for (const name of ["a/u_ex1.log", "b_u_ex1.log"]) utimesSync(join(folder, name), noon / 1000, noon / 1000);
  const clock = { at: noon };
  const rig = await startRig({
    places: [placeAt(folder)],
    limits: { sliceBytesMax: 1000, idleMs: 900_000 },
    clock: { now: () => clock.at },
  });
  for (; clock.at < noon + 890_000; clock.at += 5000) await rig.step();
  const waiting = rig.shipments.length;
  expect(slicesIn(rig.shipments).map(({ floor }) => floor ?? 0)).toSatisfy(
    (floors: number[]) => Math.max(...floors) <= tornAt,
  );
  expect(
    reportsIn(rig.shipments)
      .at(-1)
      ?.sources.map(({ condition, waitsFrom }) => [condition, waitsFrom]),
  ).toEqual([
    ["current", tornAt],
    ["current", undefined],
  ]);
  clock.at = noon + 900_000;
  await rig.step();
  await rig.step();
  await rig.stop();
  expect(
    slicesIn(rig.shipments.slice(waiting)).map(({ slice, floor }) => [
      slice.end,
      slice.bytes.length > 0,
      floor,
    ]),
  ).toContainEqual([true, true, tornAt]);
  expect(
    reportsIn(rig.shipments)
      .at(-1)
      ?.sources.map(({ waitsFrom }) => waitsFrom),
  ).toEqual([undefined, undefined]);
});

test.each<[what: string, name: string, text: string, waitsFrom: number]>([
  ["an entry behind another", "NDESPlugin.log", "ENTRY<![LOG[b", noon - 120_000],
  ["several lines of one", "NDESPlugin.log", "ENTRY<![LOG[b\nb\nb", noon - 120_000],
  ["a header", "u_ex1.log", "#Software: Microsoft Internet Information Services 10.0\n#Vers", 0],
  ["the stamp of a row", "u_ex1.log", `${row(noon - 120_000)}2026-11-22 11:5`, noon - 120_000],
])(
  "what is torn before it shows a stamp is waited for as if it were as old as what is before it, or as old as anything: %s",
  async (_, name, text, waitsFrom) => {
    const folder = folderWith({ [`torn/${name}`]: text.replace("ENTRY", entry(">\n")) });
    writeFileSync(join(folder, "u_ex1.log"), row(noon - 150_000) + row(noon - 60_000));
    utimesSync(join(folder, "torn", name), noon / 1000, noon / 1000);
    const clock = { at: noon };
    const rig = await startRig({ places: [placeAt(folder)], clock: { now: () => clock.at } });
    for (; clock.at < noon + 200_000; clock.at += 5000) await rig.step();
    const told = (): unknown[] =>
      (reportsIn(rig.shipments).at(-1)?.sources ?? []).flatMap((source) => source.waitsFrom ?? []);
    expect(told()).toEqual([waitsFrom]);
    // What comes now shows how far the host is said to be.
    writeFileSync(join(folder, "u_ex2.log"), row(noon + 100_000));
    utimesSync(join(folder, "u_ex2.log"), clock.at / 1000, clock.at / 1000);
    for (let round = 0; round < 3; round += 1) await rig.step();
    expect(slicesIn(rig.shipments).at(-1)?.floor).toBe(waitsFrom);
    // Sealed, it is whole.
    clock.at = noon + 300_000;
    for (let round = 0; round < 3; round += 1) await rig.step();
    await rig.stop();
    expect([...receivedFrom(rig.shipments).values()].map(String)).toContain(
      text.replace("ENTRY", entry(">\n")),
    );
    expect(told()).toEqual([]);
  },
);

const entry = (end: string): string =>
  `<![LOG[a]LOG]!><time="11:58:00.000+000" date="11-22-2026" component="NDESPlugin" context="" type="1" thread="7" file="a.cpp:1"${end}`;
const line = "2026-11-22T11:58:00.0000000 INFO com.microsoft.omadm.Client 12345 00001 ";

test.each<[what: string, name: string, text: string, sealedAfterMs: number]>([
  ["an entry whose end shows without a line end", "NDESPlugin.log", entry(">\n") + entry(">"), 5000],
  ["an entry without an end", "NDESPlugin.log", entry(">\n") + entry(""), 900_000],
  ["a line that only what follows ends", "OMADM.log", `${line}one\n${line}two\n`, 5000],
  ["a line of these minutes that may go on", "OMADM.log", `${line}one\n${line}two`, 900_000],
  [
    "a line of the day before yesterday",
    "OMADM.log",
    `${line}one\n${line}two`.replaceAll("22T", "20T"),
    60_000,
  ],
  ["a line of a log that shows no stamp", "OMADM.log", "one\ntwo", 900_000],
  [
    "an entry that is torn before its stamp, behind one of the day before yesterday",
    "NDESPlugin.log",
    `${entry(">\n").replace("11-22", "11-20")}<![LOG[b`,
    900_000,
  ],
  [
    "room behind a line of the day before yesterday",
    "OMADM.log",
    `${line}one\n${line}two\0\0`.replace("22T", "20T"),
    900_000,
  ],
])(
  "what ends a log that was copied just now, and after which time it is taken for whole: %s",
  async (_, name, text, sealedAfterMs) => {
    const folder = folderWith({ [name]: text });
    utimesSync(join(folder, name), noon / 1000, noon / 1000);
    const clock = { at: noon + sealedAfterMs - 1000 };
    const rig = await startRig({
      places: [placeAt(folder)],
      limits: { idleMs: 900_000 },
      clock: { now: () => clock.at },
    });
    // What is left behind whole records is seen to be held in the next round.
    for (let round = 0; round < 2; round += 1) await rig.step();
    const before = slicesIn(rig.shipments).map(({ slice }) => slice.end);
    clock.at += 1000;
    for (let round = 0; round < 2; round += 1) await rig.step();
    await rig.stop();
    expect([before.includes(true), slicesIn(rig.shipments).at(-1)?.slice.end]).toEqual([false, true]);
    expect([...receivedFrom(rig.shipments).values()].map(String)).toEqual([text]);
  },
);

test("a log that was last written to longer ago than logs are idle is whole when it is first seen", async () => {
  const folder = folderWith({ "OMADM.log": `${line}one` });
  utimesSync(join(folder, "OMADM.log"), noon / 1000, noon / 1000);
  const rig = await startRig({
    places: [placeAt(folder)],
    limits: { idleMs: 900_000 },
    clock: { now: () => noon + 900_000 },
  });
  await rig.stop();
  expect(slicesIn(rig.shipments).map(({ slice }) => [String(slice.bytes), slice.end])).toEqual([
    [`${line}one`, true],
  ]);
});

test("a collector that is started again waits for the end of a line that was shipped and that only the next one ends", async () => {
  const folder = folderWith({ "OMADM.log": `${line}one\n${line}two\n` });
  utimesSync(join(folder, "OMADM.log"), noon / 1000, noon / 1000);
  const checkpoint = memoryCheckpoint();
  const begin = async (at: number): Promise<Rig> =>
    startRig({ places: [placeAt(folder)], clock: { now: () => at }, checkpoint });
  await (await begin(noon)).stop();
  const rig = await begin(noon + hour);
  await rig.stop();
  const told = rig.shipments.map((one) => (one.type === "slice" ? one.slice.end : one.sources[0]?.waitsFrom));
  expect(told).toEqual([0, true, undefined]);
});

test("the last chunk of an exported event log is waited for; that of a live one, which is written into for days, is not", async () => {
  const chunk = Buffer.alloc(65_536, 1);
  chunk.write("ElfChnk\0", 0, "latin1");
  const header = Buffer.alloc(4096);
  header.write("ElfFile\0", 0, "latin1");
  const names = ["export.evtx", "winevt/Logs/Admin.evtx"];
  const folder = folderWith(
    Object.fromEntries(names.map((name) => [name, Buffer.concat([header, chunk, chunk])])),
  );
  for (const name of names) utimesSync(join(folder, name), noon / 1000, noon / 1000);
  const clock = { at: noon };
  const rig = await startRig({
    places: [placeAt(folder)],
    clock: { now: () => clock.at },
    firstStamp: ({ offset }) => noon - 60_000 + offset,
  });
  for (; clock.at < noon + 10_000; clock.at += 1000) await rig.step();
  await rig.stop();
  const last = reportsIn(rig.shipments).at(-1)?.sources ?? [];
  expect(last.map(({ name, condition, waitsFrom }) => [name, condition, waitsFrom])).toEqual([
    ["export.evtx", "current", noon - 60_000 + 4096 + 65_536],
    ["winevt/Logs/Admin.evtx", "current", undefined],
  ]);
});
