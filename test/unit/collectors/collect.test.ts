import { appendFileSync, copyFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";

import { realDisk } from "../../../collectors/files/index.ts";
import type { Disk } from "../../../collectors/files/index.ts";
import { memoryCheckpoint } from "../../../collectors/index.ts";
import { placeAt, receivedFrom, reportsIn, slicesIn, startRig } from "../../support/collector-rig.ts";
import type { Rig } from "../../support/collector-rig.ts";
import { folderWith, iisHead, iisLog } from "./folder.ts";

const texts = (rig: Rig): string[] =>
  [...receivedFrom(rig.shipments).values()].map((bytes) => bytes.toString()).sort();

test("what is there and what is appended is shipped in whole lines", async () => {
  const folder = folderWith({ "W3SVC1/u_ex261122.log": iisLog(2) });
  const log = join(folder, "W3SVC1/u_ex261122.log");
  const rig = await startRig({ places: [placeAt(folder)] });
  expect(texts(rig)).toEqual([iisLog(2)]);
  appendFileSync(log, "2026-11-22 10:00:09 192.0.2.10 GET /x 200 1\n2026-11-22 10:0");
  await rig.step();
  appendFileSync(log, "0:10 192.0.2.10 GET /y 200 1\n");
  await rig.step();
  await rig.stop();
  const slices = slicesIn(rig.shipments);
  expect(slices.map(({ slice }) => Buffer.from(slice.bytes).toString().endsWith("\n"))).toEqual([
    true,
    true,
    true,
  ]);
  expect(slices.map(({ context }) => context)).toEqual([
    "",
    iisHead.trim().split("\n")[2],
    iisHead.trim().split("\n")[2],
  ]);
  expect(texts(rig)[0]).toHaveLength(iisLog(2).length + 88);
  expect(reportsIn(rig.shipments).at(-1)?.sources).toMatchObject([
    { name: "W3SVC1/u_ex*.log", format: "iis-w3c", condition: "current", files: 1, bytesBehind: 0 },
  ]);
});

const line = (index: number): string =>
  `2026-11-22 10:00:00 192.0.2.10 GET /certsrv/mscep/mscep.dll/${index} 200 ${index} padding-padding\n`;
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => line(from + index)).join("");

test("a renamed file goes on under its id, and a new one of its name begins", async () => {
  const folder = folderWith({ "u_ex.log": line(1) });
  const rig = await startRig({ places: [placeAt(folder)] });
  appendFileSync(join(folder, "u_ex.log"), line(2));
  renameSync(join(folder, "u_ex.log"), join(folder, "u_ex1.log"));
  writeFileSync(join(folder, "u_ex.log"), line(3));
  await rig.step();
  await rig.stop();
  expect(texts(rig)).toEqual([line(1) + line(2), line(3)]);
});

test("a log that is copied and cut off goes on in the copy and begins anew", async () => {
  const folder = folderWith({ "u_ex.log": line(1) });
  const log = join(folder, "u_ex.log");
  const rig = await startRig({ places: [placeAt(folder)] });
  appendFileSync(log, line(2));
  copyFileSync(log, join(folder, "u_ex1.log"));
  truncateSync(log);
  appendFileSync(log, line(3) + line(4) + line(5));
  await rig.step();
  await rig.step();
  await rig.stop();
  expect(texts(rig)).toEqual([line(1) + line(2), line(3) + line(4) + line(5)]);
  expect(rig.events.map(({ type }) => type)).toContain("copied");
});

test.each(["copied and ", ""])(
  "a log that is %scut off and longer than before at the next look begins anew, and none of its bytes goes missing",
  async (copied) => {
    const folder = folderWith({ "u_ex.log": lines(0, 40) });
    const log = join(folder, "u_ex.log");
    const rig = await startRig({ places: [placeAt(folder)] });
    appendFileSync(log, lines(40, 50));
    await rig.step();
    if (copied !== "") copyFileSync(log, join(folder, "u_ex1.log"));
    writeFileSync(log, lines(100, 200));
    await rig.step();
    await rig.step();
    await rig.stop();
    expect(texts(rig)).toEqual([lines(0, 50), lines(100, 200)]);
    const told = rig.events.filter(({ type }) => type === "truncated" || type === "copied");
    expect(told).toMatchObject([copied === "" ? { type: "truncated", unreadBytes: 0 } : { type: "copied" }]);
  },
);

test("a log that is copied, cut off and written to at each look is read once", async () => {
  const folder = folderWith({ "u_ex.log": lines(0, 40) });
  const log = join(folder, "u_ex.log");
  const writer = { next: Number.POSITIVE_INFINITY };
  const open: Disk["open"] = (path) => {
    if (writer.next < 300) appendFileSync(log, line(writer.next++));
    return realDisk.open(path);
  };
  const rig = await startRig({ places: [placeAt(folder)], disk: { ...realDisk, open } });
  appendFileSync(log, lines(40, 50));
  await rig.step();
  copyFileSync(log, join(folder, "u_ex1.log"));
  writeFileSync(log, lines(100, 200));
  writer.next = 200;
  await rig.step();
  const written = writer.next;
  writer.next = Number.POSITIVE_INFINITY;
  await rig.step();
  await rig.step();
  await rig.stop();
  expect(written).toBeGreaterThan(200);
  expect(texts(rig)).toEqual([lines(0, 50), lines(100, written)]);
});

test("a deleted file is read to its end while it is open, then ended", async () => {
  const folder = folderWith({ "u_ex.log": line(1) });
  const rig = await startRig({ places: [placeAt(folder)] });
  appendFileSync(join(folder, "u_ex.log"), `${line(2)}half a li`);
  rmSync(join(folder, "u_ex.log"));
  await rig.step();
  await rig.step(6000);
  await rig.stop();
  expect(texts(rig)).toEqual([`${line(1)}${line(2)}half a li`]);
  expect(slicesIn(rig.shipments).at(-1)?.slice.end).toBe(true);
});

test("after a crash it goes on at the checkpoint under the same id", async () => {
  const folder = folderWith({ "u_ex.log": line(1) });
  const checkpoint = memoryCheckpoint();
  const first = await startRig({ places: [placeAt(folder)], checkpoint });
  await first.step();
  appendFileSync(join(folder, "u_ex.log"), line(2));
  await first.crash();
  const second = await startRig({ places: [placeAt(folder)], checkpoint });
  await second.stop();
  expect(slicesIn(second.shipments).map(({ slice }) => slice.offset)).toEqual([line(1).length]);
  expect([...receivedFrom([...first.shipments, ...second.shipments]).values()].map(String)).toEqual([
    line(1) + line(2),
  ]);
});

test("the log of a phone belongs to the phone, that of a server to the server", async () => {
  const folder = folderWith({
    "ndes01/IIS/u_ex261122.log": "#Fields: date time cs-method\n2026-11-22 10:00:00 GET\n",
    "devices/android-7f01/OMADM.log":
      "2026-11-22T10:00:00.0000000\tVERB\tcom.contoso.Work\t7\t1\tbegins\n".repeat(3),
  });
  const rig = await startRig({ places: [placeAt(folder, { host: null })] });
  await rig.step();
  await rig.stop();
  const hosts = new Set(slicesIn(rig.shipments).map(({ slice }) => slice.file.host));
  expect([...hosts].toSorted()).toEqual(["android-7f01", "ndes01"]);
});

test("a host's folder that is moved away is missed at the next look, and goes on where it was when it is back", async () => {
  const folder = folderWith({
    "ndes01/IIS/u_ex261122.log": iisLog(2),
    "ndes02/IIS/u_ex261122.log": iisLog(3),
  });
  const rig = await startRig({ places: [placeAt(folder, { host: null })] });
  await rig.step();
  renameSync(join(folder, "ndes02"), `${folder}-away`);
  await rig.step(6000);
  const missed = reportsIn(rig.shipments).findLast(({ host }) => host === "ndes02");
  expect(missed?.sources.map(({ condition }) => condition)).toEqual(["missing"]);
  renameSync(`${folder}-away`, join(folder, "ndes02"));
  appendFileSync(join(folder, "ndes02/IIS/u_ex261122.log"), "2026-11-22 11:00:00 GET /late\n");
  await rig.step(6000);
  await rig.step(6000);
  await rig.stop();
  const back = reportsIn(rig.shipments).findLast(({ host }) => host === "ndes02");
  expect(back?.sources.map(({ condition }) => condition)).toEqual(["current"]);
  const texts = [...receivedFrom(rig.shipments).values()].map((bytes) => bytes.toString());
  expect(texts.filter((text) => text.endsWith("GET /late\n"))).toHaveLength(1);
});

test("who is stopped while the bus takes nothing does not say that all was sent, and sends it at the next start", async () => {
  const places = [placeAt(folderWith({ "W3SVC1/u_ex261122.log": iisLog(2) }))];
  const checkpoint = memoryCheckpoint();
  const told: string[] = [];
  const stop = new AbortController();
  const waiting = Promise.withResolvers<void>();
  const running = startRig({
    places,
    checkpoint,
    signal: stop.signal,
    limits: { drainMs: 1 },
    onEvent: ({ type }) => told.push(type),
    sink: {
      send: async (shipments, signal) => {
        if (!shipments.some(({ type }) => type === "slice")) return;
        waiting.resolve();
        await once(signal, "abort");
        throw new Error("it is not waited for any longer");
      },
    },
  });
  await waiting.promise;
  stop.abort();
  await running;
  expect(told).toContain("left-unsent");
  const again = await startRig({ places, checkpoint });
  expect(texts(again)).toEqual([iisLog(2)]);
  await again.stop();
  expect(again.events.map(({ type }) => type)).not.toContain("left-unsent");
});
