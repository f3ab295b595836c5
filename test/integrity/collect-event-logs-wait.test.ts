import { appendFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileCheckpoint, keptFiles } from "../../collectors/index.ts";
import type { KeptFilesOptions, SourceBeside } from "../../collectors/index.ts";
import { placeAt, receivedFrom, startRig } from "../support/collector-rig.ts";
import type { Rig, RigOptions } from "../support/collector-rig.ts";
import { byHand, eventLogRig, numberedEvents } from "../support/event-log-rig.ts";
import type { EventLogRig } from "../support/event-log-rig.ts";
import { waitUntil } from "../support/wait-until.ts";

/** Copies of events wait for the collector that follows them: a real one, on real files, whose bus or reader does not take what it has. */

const channel = "Application";
/** Each answer of 500 events fills a file; all but the first begin with the one that was seen last. */
const limits = { fileBytesMax: 1, filesMax: 3 };
const room = 500 + 499 + 499;
let windows: EventLogRig;
let rig: Rig | null;
beforeEach(() => {
  windows = eventLogRig(channel);
  rig = null;
});
afterEach(async () => {
  await rig?.stop();
  await windows.end();
});

const fileOf = (number: number): string => join(windows.spool, `${channel}.00000${number}.xml`);
const told = (): readonly string[] => windows.events.map(({ type }) => type);
const keeping = (more: Partial<KeptFilesOptions> = {}): ReturnType<typeof keptFiles> =>
  keptFiles({ checkpoint: fileCheckpoint(join(windows.folder, "positions")), resumeAt: null, ...more });
const collector = (options: Partial<RigOptions>): Promise<Rig> =>
  startRig({
    places: [placeAt(windows.spool, { include: ["*.xml"] })],
    limits: { checkpointEveryMs: 0, hotEveryMs: 0 },
    ...options,
  });
/** Numbers of the records that were shipped, in order; of a loss that of its last one. */
const shippedBy = ({ shipments }: Rig): readonly number[] =>
  [...receivedFrom(shipments).values()].flatMap((bytes) => numbersIn(bytes.toString()));
const numbersIn = (text: string): readonly number[] =>
  [...text.matchAll(/<EventRecordID>(\d+)</g)].map(([, number]) => Number(number));
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

test("while the bus takes nothing, copies fill their room and no more, nothing unread is deleted, and what Windows overwrites meanwhile is counted", async () => {
  const gate = Promise.withResolvers<void>();
  const shipments: Rig["shipments"] = [];
  const { checkpoint, kept } = keeping();
  const sink: RigOptions["sink"] = {
    send: async (batch) => {
      await gate.promise;
      shipments.push(...batch);
    },
  };
  windows.windows.set(channel, numberedEvents(1, 2000));
  const looks = byHand();
  windows.follow({ limits, kept, wake: looks.wake });
  await looks.done();
  expect(told()).toEqual(["event-log-waits"]);
  expect(windows.looked.source).toMatchObject({ condition: "behind" });
  const starting = collector({ checkpoint, sink });
  const asked = windows.windows.asked(channel).length;
  expect(windows.files()).toHaveLength(3);
  expect(numbersIn(windows.spooled())).toEqual(upTo(room));
  windows.windows.set(channel, numberedEvents(1601, 2100));
  // It looks whether there is room, and asks nothing.
  await looks.next();
  await looks.next();
  expect(windows.windows.asked(channel)).toHaveLength(asked);
  expect(numbersIn(windows.spooled())).toEqual(upTo(room));
  gate.resolve();
  rig = await starting;
  const running = rig;
  await waitUntil(async () => {
    await looks.next();
    await running.step(100);
    return shippedBy({ ...running, shipments }).includes(2100);
  });
  expect(shippedBy({ ...running, shipments })).toEqual([...upTo(room), 1600, ...upTo(2100).slice(1600)]);
  expect(windows.events).toEqual([
    { type: "event-log-waits", channel },
    { type: "event-log-goes-on", channel },
    { type: "event-log-gap", channel, events: 1600 - room, from: room + 1, to: 1600 },
  ]);
  expect(existsSync(fileOf(1))).toBe(false);
});

test("what the bus has taken and its reader has not kept is not deleted", async () => {
  let isKept = false;
  const { checkpoint, kept } = keeping({ mark: () => () => isKept });
  windows.windows.set(channel, numberedEvents(1, 2000));
  windows.follow({ limits, kept });
  rig = await collector({ checkpoint });
  const running = rig;
  await waitUntil(async () => {
    await running.step(100);
    return shippedBy(running).length === room && told().includes("event-log-waits");
  });
  expect(existsSync(fileOf(1))).toBe(true);
  isKept = true;
  await waitUntil(async () => {
    await running.step(100);
    return shippedBy(running).length === 2000;
  });
  expect(shippedBy(running)).toEqual(upTo(2000));
  expect(existsSync(fileOf(1))).toBe(false);
});

test("copies that a crash has left torn do not keep their channel waiting for ever", async () => {
  const { checkpoint, kept } = keeping();
  windows.windows.set(channel, numberedEvents(1, 3));
  const first = windows.follow({ limits, kept });
  await waitUntil(() => windows.spooled().includes("<EventRecordID>3<"));
  await first.end();
  appendFileSync(fileOf(1), numberedEvents(4, 4).join("").slice(0, 300));
  windows.windows.set(channel, numberedEvents(1, 3000));
  windows.follow({ limits, kept });
  rig = await collector({ checkpoint });
  const running = rig;
  await waitUntil(async () => {
    await running.step(30_000);
    return shippedBy(running).includes(3000);
  });
  expect(shippedBy(running)).toEqual(upTo(3000));
  expect(existsSync(fileOf(1))).toBe(false);
});

test("copies of events from before a clock was set back do not keep their channel waiting for ever", async () => {
  const { checkpoint, kept } = keeping();
  windows.windows.set(channel, [
    ...numberedEvents(1, 500),
    ...numberedEvents(501, 900, { day: 23 }),
    ...numberedEvents(901, 2000),
  ]);
  windows.follow({ limits: { ...limits, filesMax: 2 }, kept });
  const clock = { at: Date.UTC(2026, 10, 28) };
  const sources = (): readonly SourceBeside[] =>
    windows.looked.source?.condition === "behind" ? [windows.looked.source] : [];
  rig = await collector({
    checkpoint,
    beside: { folder: windows.spool, sources },
    clock: { now: () => clock.at },
  });
  const running = rig;
  await waitUntil(async () => {
    clock.at += 1000;
    await running.step();
    return shippedBy(running).includes(2000);
  });
  expect(shippedBy(running).toSorted((a, b) => a - b)).toEqual(upTo(2000));
});

test("a position that its reader does not know of counts only as far as the reader has come", async () => {
  let readerAt = 10;
  const { checkpoint, kept } = keeping({ resumeAt: () => ({ offset: readerAt }) });
  windows.windows.set(channel, numberedEvents(1, 3));
  windows.follow();
  await waitUntil(() => windows.spooled().includes("<EventRecordID>3<"));
  rig = await collector({ checkpoint });
  const running = rig;
  await waitUntil(async () => {
    await running.step(100);
    return kept(fileOf(1)) > 0;
  });
  expect(kept(fileOf(1))).toBe(10);
  readerAt = 100_000_000;
  expect(kept(fileOf(1))).toBe(Buffer.byteLength(windows.spooled()));
});

test("the last of what was saved counts once it is kept, also when nothing is saved after it", async () => {
  const sent = { now: 0, done: 0 };
  const mark = (): (() => boolean) => {
    const end = sent.now;
    return () => sent.done >= end;
  };
  const { checkpoint, kept } = keeping({ mark });
  const saved = (offset: number): Parameters<typeof checkpoint.save>[0] => [
    {
      ...{ id: "a", inode: "1", generation: 0, path: fileOf(1), shown: "a", host: "here" },
      ...{ format: "event-xml", encoding: "utf-8", offset, context: "", ended: false, seenAt: 0 },
      ...{ head: { length: 0, hash: "" }, tail: { length: 0, hash: "" } },
    },
  ];
  for (const offset of [10, 20, 30]) {
    sent.now = offset;
    await checkpoint.save(saved(offset), []);
  }
  expect(kept(fileOf(1))).toBe(0);
  sent.done = 25;
  expect(kept(fileOf(1))).toBe(10);
  sent.done = 30;
  expect(kept(fileOf(1))).toBe(30);
});
