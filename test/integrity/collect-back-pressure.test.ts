import { expect, test } from "vitest";

import { placeAt, receivedFrom, slicesIn, startRig } from "../support/collector-rig.ts";
import { faultyDisk } from "../support/faulty-disk.ts";
import { folderWith, logLine } from "../support/log-folder.ts";
import type { Shipment } from "../../collectors/contract/index.ts";

const files = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`u_ex${index}.log`, logLine(index)]));

test("while the bus does not take a batch nothing is read", async () => {
  const text = Array.from({ length: 2000 }, (_, index) => logLine(index)).join("");
  const folder = folderWith({ "u_ex1.log": text });
  const disk = faultyDisk();
  const taken: Shipment[] = [];
  const full = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const rig = startRig({
    disk,
    places: [placeAt(folder)],
    limits: { sliceBytesMax: 4096, batchBytesMax: 16_384 },
    sink: {
      send: async (batch) => {
        if (taken.length > 0) full.resolve();
        if (taken.length > 0) await gate.promise;
        taken.push(...batch);
      },
    },
  });
  await full.promise;
  const before = disk.asked.read;
  for (let count = 0; count < 20; count += 1) await new Promise(setImmediate);
  expect(disk.asked.read).toBe(before);
  expect(slicesIn(taken).reduce((sum, { slice }) => sum + slice.bytes.length, 0)).toBeLessThanOrEqual(16_384);
  gate.resolve();
  await (await rig).stop();
  expect([...receivedFrom(taken).values()][0]).toHaveLength(text.length);
});

test("many files are followed with few handles", async () => {
  const disk = faultyDisk();
  const rig = await startRig({
    disk,
    places: [placeAt(folderWith(files(300)))],
    limits: { openFilesMax: 8 },
  });
  await rig.step();
  expect(receivedFrom(rig.shipments).size).toBe(300);
  // One more is open while it is recognised.
  expect(disk.handles.most).toBeLessThanOrEqual(9);
  await rig.stop();
  expect(disk.handles.now).toBe(0);
});

test("quiet files are not read, and are opened once a minute at most", async () => {
  const folder = folderWith(files(50));
  const disk = faultyDisk();
  const rig = await startRig({ disk, places: [placeAt(folder)] });
  await rig.step();
  const { read, open } = disk.asked;
  for (let count = 0; count < 30; count += 1) await rig.step();
  expect(disk.asked).toMatchObject({ read, open });
  await rig.stop();
});

test("a bus that only borrows the bytes gets each of them right, though their memory is used again", async () => {
  const text = Array.from({ length: 3000 }, (_, index) => logLine(index)).join("");
  const copies: Buffer[] = [];
  const rig = await startRig({
    places: [placeAt(folderWith({ "u_ex1.log": text }))],
    limits: { sliceBytesMax: 8192, batchBytesMax: 32_768 },
    sink: {
      borrows: true,
      send: async (batch) => {
        for (const { slice } of slicesIn(batch)) copies.push(Buffer.from(slice.bytes));
      },
    },
  });
  await rig.stop();
  expect(Buffer.concat(copies).toString()).toBe(text);
});
