import { mkdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";

import { realDisk } from "../../collectors/files/index.ts";
import { memoryCheckpoint } from "../../collectors/index.ts";
import type { CollectOptions } from "../../collectors/index.ts";
import { placeAt, slicesIn, startRig } from "../support/collector-rig.ts";
import type { Rig } from "../support/collector-rig.ts";
import { folderWith } from "../support/log-folder.ts";

const seen = (rig: Rig): string[] =>
  slicesIn(rig.shipments).map(
    ({ slice }) =>
      `${slice.file.path} ${Buffer.from(slice.bytes).toString()} ${slice.end ? "whole" : "part"}`,
  );

const hour = 3_600_000;
const place = (folder: string): ReturnType<typeof placeAt> =>
  placeAt(join(folder, "CertificateRequestStatus"), { name: "CertificateRequestStatus" });

test("a status file is one file in each folder that it comes to, whole, with the age that the disk tells", async () => {
  const folder = folderWith({
    "CertificateRequestStatus/Processing/A.CRS": "<x/>",
    "CertificateRequestStatus/Succeed/.keep": "",
  });
  const queue = join(folder, "CertificateRequestStatus");
  const at = Date.now() - hour;
  utimesSync(join(queue, "Processing/A.CRS"), at / 1000, at / 1000);
  const rig = await startRig({ places: [place(folder)] });
  renameSync(join(queue, "Processing/A.CRS"), join(queue, "Succeed/A.CRS"));
  await rig.step();
  await rig.step();
  await rig.stop();
  expect(seen(rig)).toEqual([
    "CertificateRequestStatus/Processing/A.CRS <x/> whole",
    "CertificateRequestStatus/Succeed/A.CRS <x/> whole",
  ]);
  const [before, after] = slicesIn(rig.shipments).map(({ slice }) => slice.file);
  expect(before?.format).toBe("status-file");
  expect(before?.id).not.toBe(after?.id);
  expect(Math.abs((after?.modifiedAt ?? 0) - at)).toBeLessThan(1000);
});

test("a status file that stays is shipped once, over a restart as well", async () => {
  const folder = folderWith({ "CertificateRequestStatus/Processing/A.CRS": "<x/>" });
  const checkpoint = memoryCheckpoint();
  const rigs: Rig[] = [];
  for (let count = 0; count < 3; count += 1) {
    const rig = await startRig({ places: [place(folder)], checkpoint });
    for (let step = 0; step < 3; step += 1) await rig.step();
    await rig.stop();
    rigs.push(rig);
  }
  expect(rigs.map((rig) => seen(rig).length)).toEqual([1, 0, 0]);
});

/** A folder of a server, followed in one of the ways that there are. */
function waysToFollow(folder: string): readonly Parameters<typeof startRig>[0]["places"][] {
  const queue = join(folder, "CertificateRequestStatus");
  return [
    [placeAt(folder)],
    [placeAt(folder, { name: basename(folder) })],
    [placeAt(dirname(folder), { include: [`${basename(folder)}/**`] })],
    [place(folder)],
    [placeAt(join(queue, "Failed")), placeAt(join(queue, "Succeed"), { name: "Succeed" })],
    [placeAt(join(queue, "Failed/A.CRS"), { name: "A.CRS" })],
  ];
}

test("a status file that stays is shipped once, also when its folder is followed as another place from then on", async () => {
  const folder = folderWith({
    "CertificateRequestStatus/Failed/A.CRS": "<x/>",
    "CertificateRequestStatus/Succeed/B.CRS": "<y/>",
  });
  const queue = join(folder, "CertificateRequestStatus");
  const checkpoint = memoryCheckpoint();
  const shipped: string[][] = [];
  for (const places of waysToFollow(folder)) {
    const rig = await startRig({ places, checkpoint });
    for (let step = 0; step < 3; step += 1) await rig.step();
    await rig.stop();
    shipped.push(seen(rig));
  }
  renameSync(join(queue, "Failed/A.CRS"), join(queue, "Succeed/A.CRS"));
  const rig = await startRig({ places: [place(folder)], checkpoint });
  await rig.step();
  await rig.stop();
  expect(shipped.map(({ length }) => length)).toEqual([2, 0, 0, 0, 0, 0]);
  expect(seen(rig)).toEqual(["CertificateRequestStatus/Succeed/A.CRS <x/> whole"]);
});

test("a status file that its reader has, under the id of another place, is not shipped to it again", async () => {
  const folder = folderWith({ "CertificateRequestStatus/Failed/A.CRS": "<x/>" });
  const has = new Map<string, number>();
  const shipped: number[] = [];
  for (const places of waysToFollow(folder)) {
    const resumeAt: CollectOptions["resumeAt"] = (id) => {
      const offset = has.get(id);
      return offset === undefined ? null : { offset, context: "" };
    };
    const rig = await startRig({ places, resumeAt });
    for (let step = 0; step < 3; step += 1) await rig.step();
    await rig.stop();
    for (const { slice } of slicesIn(rig.shipments)) has.set(slice.file.id, slice.bytes.length);
    shipped.push(seen(rig).length);
  }
  expect(shipped).toEqual([1, 0, 0, 0, 0, 0]);
});

test.each<[what: string, places: (queue: string) => Parameters<typeof startRig>[0]["places"]]>([
  ["its folder alone", (queue) => [placeAt(join(queue, "Processing"))]],
  ["itself alone", (queue) => [placeAt(join(queue, "Processing/A.CRS"))]],
  [
    "itself among others",
    (queue) => [
      placeAt(join(queue, "Processing/A.CRS"), { name: "A.CRS" }),
      placeAt(queue, { name: "queue" }),
    ],
  ],
])(
  "a status file that comes to another folder between two starts is another file there, also when what was followed before was %s, and another place is now",
  async (_, places) => {
    for (const isReaderAsked of [true, false]) {
      const folder = folderWith({
        "CertificateRequestStatus/Processing/A.CRS": "<x/>",
        "CertificateRequestStatus/Failed/.keep": "",
      });
      const queue = join(folder, "CertificateRequestStatus");
      const checkpoint = memoryCheckpoint();
      const has = new Set<string>();
      const resumeAt: CollectOptions["resumeAt"] = isReaderAsked
        ? (id) => (has.has(id) ? { offset: 4, context: "" } : null)
        : null;
      const shipped: string[][] = [];
      for (const followed of [places(queue), [placeAt(join(queue, "Failed"))], [place(folder)]]) {
        const rig = await startRig({ places: followed, checkpoint, resumeAt });
        for (let step = 0; step < 3; step += 1) await rig.step();
        await rig.stop();
        for (const { slice } of slicesIn(rig.shipments)) has.add(slice.file.id);
        shipped.push(slicesIn(rig.shipments).map(({ slice }) => Buffer.from(slice.bytes).toString()));
        if (shipped.length === 1) renameSync(join(queue, "Processing/A.CRS"), join(queue, "Failed/A.CRS"));
      }
      expect(shipped).toEqual([["<x/>"], ["<x/>"], []]);
    }
  },
);

test("a status file that its reader has lost is shipped again, whatever the checkpoint says of it", async () => {
  const folder = folderWith({ "CertificateRequestStatus/Processing/A.CRS": "<x/>" });
  const checkpoint = memoryCheckpoint();
  const shipped: string[][] = [];
  for (const offset of [null, null, 4]) {
    const resumeAt = (): ReturnType<NonNullable<CollectOptions["resumeAt"]>> =>
      offset === null ? null : { offset, context: "" };
    const rig = await startRig({ places: [place(folder)], checkpoint, resumeAt });
    for (let step = 0; step < 3; step += 1) await rig.step();
    await rig.stop();
    shipped.push(seen(rig));
  }
  const whole = "CertificateRequestStatus/Processing/A.CRS <x/> whole";
  expect(shipped).toEqual([[whole], [whole], []]);
});

test("where its reader says what it has, the checkpoint has no line for a status file", async () => {
  const folder = folderWith({
    "CertificateRequestStatus/Failed/A.CRS": "<x/>",
    "IIS/u_ex261122.log": "#Fields: date time\r\n2026-11-22 10:00:00\r\n",
  });
  for (const [resumeAt, lines] of [
    [null, 2],
    [(): null => null, 1],
  ] as const) {
    const checkpoint = memoryCheckpoint();
    const rig = await startRig({ places: [placeAt(folder)], checkpoint, resumeAt });
    for (let step = 0; step < 3; step += 1) await rig.step();
    await rig.stop();
    expect((await checkpoint.load()).files).toHaveLength(lines);
  }
});

test("a status file is not read half written", async () => {
  const folder = folderWith({});
  const processing = join(folder, "CertificateRequestStatus/Processing");
  mkdirSync(processing, { recursive: true });
  const rig = await startRig({ places: [place(folder)], limits: { settleMs: 1500 } });
  writeFileSync(join(processing, "B.CRS"), "<half");
  await rig.step(1000);
  writeFileSync(join(processing, "B.CRS"), "<half/>");
  await rig.step(1000);
  expect(seen(rig)).toEqual([]);
  await rig.step(1000);
  await rig.step(1000);
  await rig.stop();
  expect(seen(rig)).toEqual(["CertificateRequestStatus/Processing/B.CRS <half/> whole"]);
});

test("a full status folder is shipped once, and however slowly: its files are looked at as they are met, and not in each round", async () => {
  const files = 2000;
  const many = Object.fromEntries(
    Array.from({ length: files }, (_, index) => [
      `CertificateRequestStatus/Failed/${index}.CRS`,
      `<${index}/>`,
    ]),
  );
  const folder = folderWith(many);
  for (const name of Object.keys(many)) utimesSync(join(folder, name), 1_000_000, 1_000_000);
  let looks = 0;
  const disk: CollectOptions["disk"] = {
    ...realDisk,
    stat: (path) => {
      if (path.endsWith(".CRS")) looks += 1;
      return realDisk.stat(path);
    },
  };
  // A bus that takes its time: two batches a round.
  let [now, sent] = [Date.now(), 0];
  const send: CollectOptions["sink"]["send"] = async (batch) => {
    now += 600;
    sent += slicesIn(batch).length;
  };
  const rig = await startRig({
    ...{ places: [place(folder)], disk, sink: { send }, clock: { now: () => now } },
    limits: { roundMs: 1000, turnBytesMax: 1, batchSlicesMax: 50 },
  });
  await rig.stop();
  expect(sent).toBe(files);
  expect(looks).toBeLessThan(3 * files);
});
