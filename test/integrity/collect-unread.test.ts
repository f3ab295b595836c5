import { appendFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Shipment } from "../../collectors/contract/index.ts";
import { openCursor, readOn } from "../../processors/intake/file-cursor.ts";
import { placeAt, receivedFrom, slicesIn, startRig } from "../support/collector-rig.ts";
import { folderWith, logLine } from "../support/log-folder.ts";

test("what was seen of a log and not read when it was cut off is a gap for its reader", async () => {
  const folder = folderWith({ "u_ex1.log": logLine(0) });
  const log = join(folder, "u_ex1.log");
  const shipments: Shipment[] = [];
  let strike = (): void => {};
  const send = async (batch: readonly Shipment[]): Promise<void> => {
    shipments.push(...batch);
    if (slicesIn(batch).length > 0) strike();
  };
  const limits = { sliceBytesMax: 400, batchBytesMax: 800, turnBytesMax: 800 };
  const rig = await startRig({ places: [placeAt(folder)], limits, sink: { send } });
  const more = Array.from({ length: 200 }, (_, index) => logLine(index + 1)).join("");
  appendFileSync(log, more);
  const { size } = statSync(log);
  strike = () => {
    strike = () => {};
    writeFileSync(log, logLine(999));
  };
  for (let count = 0; count < 8; count += 1) await rig.step();
  await rig.stop();
  const slices = slicesIn(shipments);
  const first = slices.filter(({ slice }) => slice.file.id === slices[0]?.slice.file.id);
  const readBytes = first.reduce((sum, { slice }) => sum + slice.bytes.length, 0);
  const [begin] = first;
  if (begin === undefined) throw new Error("nothing was shipped");
  const cursor = openCursor(begin.slice.file);
  for (const shipped of first) readOn(cursor, shipped, { records: [], rejected: [], regions: [] });
  expect(readBytes).toBeLessThan(size / 2);
  expect([cursor.gapBytes, cursor.seenThrough]).toEqual([size - readBytes, size]);
});

test("what was not read of a log that is moved away, and is closed by then, is no gap: it is read when the log comes back", async () => {
  const folder = folderWith({ "a/u_ex1.log": logLine(0), "b/u_ex2.log": logLine(1000) });
  const [log, elsewhere] = [join(folder, "a/u_ex1.log"), join(folderWith({}), "u_ex1.log")];
  const clock = { at: Date.UTC(2026, 10, 23) };
  const shipments: Shipment[] = [];
  const send = async (batch: readonly Shipment[]): Promise<void> => {
    shipments.push(...batch);
    clock.at += 1000;
    for (const { slice } of slicesIn(batch)) {
      const text = Buffer.from(slice.bytes).toString();
      // What is older comes first: the other file is opened then, and this one closed.
      if (text.includes("mscep.dll/51 ")) appendFileSync(join(folder, "b/u_ex2.log"), logLine(1001, 40));
      if (text.includes("mscep.dll/1001 ")) renameSync(log, elsewhere);
    }
  };
  // One slice in each round.
  const limits = { sliceBytesMax: 400, batchSlicesMax: 1, turnBytesMax: 1, openFilesMax: 1, roundMs: 0 };
  const rig = await startRig({
    places: [placeAt(folder)],
    limits,
    sink: { send },
    clock: { now: () => clock.at },
  });
  const all = Array.from({ length: 200 }, (_, index) => logLine(index)).join("");
  appendFileSync(log, all.slice(logLine(0).length));
  clock.at += 5000;
  await rig.step();
  const gone = rig.events.flatMap((event) => (event.type === "gone" ? event.unreadBytes : []));
  renameSync(elsewhere, log);
  for (let count = 0; count < 5; count += 1) {
    clock.at += 5000;
    await rig.step();
  }
  await rig.stop();
  expect(gone).toEqual([expect.any(Number)]);
  expect(gone[0]).toBeGreaterThan(1000);
  expect([...receivedFrom(shipments).values()].map(String)).toContain(all);
});
