import { afterEach, beforeEach, expect, test } from "vitest";
import { byHand, eventLogRig, linesOf, numberedEvent, numberedEvents } from "../support/event-log-rig.ts";
import type { EventLogRig } from "../support/event-log-rig.ts";
import { waitUntil } from "../support/wait-until.ts";

/** What Windows does not hold any more when it is asked: seen by the numbers and the times of its records, and written between the events that are left. */

const channel = "Security";
let rig: EventLogRig;
beforeEach(() => {
  rig = eventLogRig(channel);
});
afterEach(() => rig.end());

const wanted = [[4886, 4889]] as const;
const other = { id: 4624 };
const ofCa = { id: 4887 };
const lossesIn = (text: string): readonly string[] =>
  [...text.matchAll(/<Event [^>]*><System><Provider Name='scepscope'.*?<\/Event>/g)].map(([xml]) => xml);
const idsIn = (text: string): readonly number[] =>
  [...text.matchAll(/<EventRecordID>(\d+)</g)].map(([, number]) => Number(number));

test("events that were overwritten before they were read are counted, and stand where they are missing", async () => {
  rig.windows.set(channel, numberedEvents(1, 3));
  rig.follow();
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 3)));
  rig.windows.set(channel, numberedEvents(10, 11));
  await waitUntil(() => rig.spooled().endsWith(linesOf(...numberedEvents(10, 11))));
  expect(rig.events).toEqual([{ type: "event-log-gap", channel, events: 6, from: 4, to: 9 }]);
  const [loss = ""] = lossesIn(rig.spooled());
  expect(rig.spooled()).toBe(linesOf(...numberedEvents(1, 3), loss, ...numberedEvents(10, 11)));
  expect(loss).toContain("<Data Name='From'>4</Data><Data Name='To'>9</Data>");
  expect(loss).toContain("<TimeCreated SystemTime='2026-11-22T00:00:10.000Z'/>");
  expect(loss).toContain("<Computer>ndes01.contoso.test</Computer>");
});

test("a loss that is all that is new is told once, also over a restart", async () => {
  rig.windows.set(channel, numberedEvents(1, 3, ofCa));
  const looks = byHand();
  const first = rig.follow({ wanted, wake: looks.wake });
  await looks.done();
  rig.windows.set(channel, numberedEvents(10, 11, other));
  await looks.next();
  await first.end();
  rig.windows.set(channel, numberedEvents(10, 12, other));
  const later = byHand();
  rig.follow({ wanted, wake: later.wake });
  await later.done();
  expect(rig.events).toHaveLength(1);
  expect(lossesIn(rig.spooled())).toHaveLength(1);
});

test("a channel that was cleared is read from its beginning", async () => {
  rig.windows.set(channel, numberedEvents(1, 20));
  rig.follow();
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 20)));
  rig.windows.set(channel, []);
  rig.windows.set(channel, numberedEvents(1, 2, { day: 23 }));
  await waitUntil(() => rig.spooled().endsWith(linesOf(...numberedEvents(1, 2, { day: 23 }))));
  expect(rig.events).toEqual([{ type: "event-log-cleared", channel }]);
  expect(lossesIn(rig.spooled())).toHaveLength(1);
  expect(rig.files()).toHaveLength(2);
});

test("a channel that was cleared and has grown past the last number since is read from its beginning, also where nothing ran meanwhile", async () => {
  rig.windows.set(channel, numberedEvents(1, 5));
  const looks = byHand();
  const first = rig.follow({ wake: looks.wake });
  await looks.done();
  await first.end();
  rig.windows.set(channel, numberedEvents(1, 8, { day: 23 }));
  rig.follow();
  await waitUntil(() => rig.spooled().endsWith(linesOf(...numberedEvents(1, 8, { day: 23 }))));
  expect(rig.events).toEqual([{ type: "event-log-cleared", channel }]);
  expect(idsIn(rig.spooled())).toEqual([1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test("of a channel that began anew nobody knows what there was before its oldest record, so no gap is told, also after a restart; one behind it is", async () => {
  rig.windows.set(channel, numberedEvents(1, 20));
  const looks = byHand();
  const first = rig.follow({ wake: looks.wake });
  await looks.done();
  rig.windows.set(channel, numberedEvents(5, 6, { day: 23 }));
  await looks.next();
  await first.end();
  rig.follow();
  await waitUntil(() => rig.spooled().endsWith(linesOf(...numberedEvents(5, 6, { day: 23 }))));
  expect(rig.events).toEqual([{ type: "event-log-cleared", channel }]);
  rig.windows.set(channel, numberedEvents(9, 9, { day: 23 }));
  await waitUntil(() => rig.events.length > 1);
  expect(rig.events.slice(1)).toEqual([{ type: "event-log-gap", channel, events: 2, from: 7, to: 8 }]);
});

test("numbers that begin anew again and again leave no more files than there may be", async () => {
  const looks = byHand();
  rig.windows.set(channel, numberedEvents(1, 2));
  rig.follow({ wake: looks.wake, limits: { fileBytesMax: 1_000_000, filesMax: 3 } });
  await looks.done();
  for (const day of [23, 24, 25, 26, 27, 28]) {
    rig.windows.set(channel, numberedEvents(1, 2, { day }));
    await looks.next();
  }
  await looks.next();
  expect(rig.events).toHaveLength(6);
  expect(rig.files()).toHaveLength(3);
  expect(rig.spooled().endsWith(linesOf(...numberedEvents(1, 2, { day: 28 })))).toBe(true);
});

test("of a channel that was cleared and whose numbers count on, only what was not read is lost", async () => {
  rig.windows.set(channel, numberedEvents(1, 5));
  rig.follow();
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 5)));
  rig.windows.set(channel, []);
  rig.windows.set(channel, numberedEvents(6, 7));
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 7)));
  expect(rig.events).toEqual([]);
});

test("only wanted events are copied, and what was looked through without them is no loss when it is overwritten, also over a restart", async () => {
  rig.windows.set(channel, [...numberedEvents(1, 2, ofCa), ...numberedEvents(3, 1400, other)]);
  const looks = byHand();
  const first = rig.follow({ wanted, wake: looks.wake });
  await looks.done();
  await first.end();
  rig.windows.set(channel, [...numberedEvents(1400, 1403, other), numberedEvent(1404, ofCa)]);
  rig.follow({ wanted });
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 2, ofCa), numberedEvent(1404, ofCa)));
  expect(rig.events).toEqual([]);
  const conditions = new Set(rig.windows.asked(channel).filter((question) => question !== "* 1"));
  for (const condition of conditions) expect(condition).toContain("(EventID>=4886 and EventID<=4889)");
});

test("a question that Windows does not understand is told, and not taken for a quiet log", async () => {
  rig.windows.set(channel, numberedEvents(1, 3, ofCa));
  rig.follow({ wanted: Array.from({ length: 11 }, (_, index) => [index * 10, index * 10 + 1] as const) });
  await waitUntil(() => rig.events.length > 0);
  expect(rig.events).toMatchObject([
    { type: "trouble", detail: expect.stringContaining("lacks record 3, which it has just shown") },
  ]);
  expect(rig.spooled()).toBe("");
});
