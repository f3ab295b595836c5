import { appendFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Shipment } from "../../collectors/contract/index.ts";
import { openCursor, readOn } from "../../processors/intake/file-cursor.ts";
import { placeAt, slicesIn, startRig } from "../support/collector-rig.ts";
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
