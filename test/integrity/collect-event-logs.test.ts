import { appendFileSync, mkdirSync, rmSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askWevtutil } from "../../collectors/index.ts";
import type { AskEventLog } from "../../collectors/event-logs/ask-wevtutil.ts";
import { NoAnswer } from "../../collectors/event-logs/channel-trouble.ts";
import { byHand, eventLogRig, linesOf, numberedEvent, numberedEvents } from "../support/event-log-rig.ts";
import type { EventLogRig } from "../support/event-log-rig.ts";
import { waitUntil } from "../support/wait-until.ts";

const channel = "Microsoft-Intune-CertificateConnectors/Operational";
let rig: EventLogRig;
beforeEach(() => {
  rig = eventLogRig(channel);
});
afterEach(() => rig.end());

const pathOf = (number: number): string =>
  join(rig.spool, `Microsoft-Intune-CertificateConnectors%4Operational.00000${number}.xml`);

test("each event is copied once and in order, also when more are there than are asked for at one time, and over a restart", async () => {
  rig.windows.set(channel, numberedEvents(1, 1203));
  const first = rig.follow();
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 1203)));
  rig.windows.set(channel, numberedEvents(1, 1205));
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 1205)));
  await first.end();
  rig.windows.set(channel, numberedEvents(1, 1207));
  rig.follow();
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 1207)));
  expect(rig.events).toEqual([]);
  expect(rig.files()).toEqual(["Microsoft-Intune-CertificateConnectors%4Operational.000001.xml"]);
});

test("an event whose copy is torn is copied again into the next file", async () => {
  rig.windows.set(channel, numberedEvents(1, 3));
  const first = rig.follow();
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 3)));
  await first.end();
  const torn = numberedEvent(4).slice(0, 300);
  appendFileSync(pathOf(1), torn);
  rig.windows.set(channel, numberedEvents(1, 5));
  rig.follow();
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 3)) + torn + linesOf(...numberedEvents(4, 5)));
  expect(rig.files()).toHaveLength(2);
});

test("events of which a full disk takes a part are copied once", async () => {
  rig.windows.set(channel, numberedEvents(1, 3));
  const looks = byHand();
  rig.follow({ wake: looks.wake });
  await looks.done();
  // Nothing can be written to a folder: what a disk without room has taken of it is put there afterwards.
  rmSync(pathOf(1));
  mkdirSync(pathOf(1));
  rig.windows.set(channel, numberedEvents(1, 6));
  await looks.next();
  expect(rig.events).toMatchObject([{ type: "trouble" }]);
  rmdirSync(pathOf(1));
  const taken = linesOf(...numberedEvents(1, 4)) + numberedEvent(5).slice(0, 300);
  writeFileSync(pathOf(1), taken);
  await looks.next();
  expect(rig.spooled()).toBe(taken + linesOf(...numberedEvents(5, 6)));
});

test("files without a whole event, as a full disk leaves them, are begun anew and do not let all be copied again", async () => {
  const torn = numberedEvent(4).slice(0, 300);
  mkdirSync(rig.spool);
  for (const [index, text] of [linesOf(...numberedEvents(1, 3)) + torn, torn, torn].entries())
    writeFileSync(pathOf(index + 1), text);
  rig.windows.set(channel, numberedEvents(1, 5));
  rig.follow();
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 3)) + torn + torn + linesOf(...numberedEvents(4, 5)));
  expect(rig.files()).toHaveLength(3);
});

test("an answer that holds no event is told, not taken for none", async () => {
  rig.windows.set(channel, ["<Event xmlns='x'><System><EventRecordID>1</EventRecordID></System>"]);
  rig.follow();
  await waitUntil(() => rig.events.length > 0);
  const detail = expect.stringContaining("printed what holds no whole event: <Event xmlns='x'>");
  expect(rig.events).toMatchObject([{ type: "trouble", detail }]);
});

test("a channel that must not be read is told once, and gone on with when it may be", async () => {
  rig.windows.set(channel, null);
  rig.follow();
  await waitUntil(() => rig.events.length > 0);
  rig.windows.set(channel, numberedEvents(1, 2));
  await rig.spoolBecomes(linesOf(...numberedEvents(1, 2)));
  await waitUntil(() => rig.events.length > 1);
  const path = `event log ${channel}`;
  const detail = expect.stringMatching(/^wevtutil: Access is denied[.] Make .+ Event Log Readers/);
  expect(rig.events).toEqual([
    { type: "trouble", path, condition: "denied", detail },
    { type: "recovered", path },
  ]);
});

test("a usual channel that a server does not have is no trouble, one that was named or seen before is", async () => {
  const missing = new NoAnswer("no such channel", { condition: "missing", cause: null });
  let isThere = false;
  const ask: AskEventLog = async (...question) => {
    if (!isThere) throw missing;
    return askWevtutil(...question);
  };
  const looks = byHand();
  const usual = rig.follow({ ask, wake: looks.wake, optional: true });
  await looks.done();
  expect(rig.looked.source).toMatchObject({ condition: "current" });
  expect(rig.events).toEqual([]);
  rig.windows.set(channel, numberedEvents(1, 2));
  isThere = true;
  await looks.next();
  isThere = false;
  await looks.next();
  expect(rig.looked.source).toMatchObject({ condition: "missing" });
  isThere = true;
  await looks.next();
  expect(rig.looked.source).toMatchObject({ condition: "current" });
  await usual.end();
  expect(rig.events.map(({ type }) => type)).toEqual(["trouble", "recovered"]);

  isThere = false;
  const named = byHand();
  rig.follow({ ask, wake: named.wake });
  await named.done();
  expect(rig.looked.source).toMatchObject({ condition: "missing" });
});

test("while nothing is written to a channel, only its newest event is asked for", async () => {
  rig.windows.set(channel, numberedEvents(1, 3));
  const looks = byHand();
  rig.follow({ wake: looks.wake });
  await looks.done();
  const before = rig.windows.asked(channel).length;
  for (let look = 0; look < 3; look += 1) await looks.next();
  expect(rig.windows.asked(channel).slice(before)).toEqual(["* 1", "* 1", "* 1"]);
});

test("an answer that takes longer than the newest event is followed by a rest that is twenty times as long, and half a minute at most", async () => {
  const tookMs = [100, 1100, 100, 5100, 100];
  const rests: number[] = [];
  const looks = byHand();
  rig.windows.set(channel, numberedEvents(1, 1));
  rig.follow({
    clock: { now: () => tookMs.slice(0, rig.windows.asked(channel).length).reduce((sum, ms) => sum + ms, 0) },
    wake: (ms, signal) => {
      rests.push(ms);
      return looks.wake(ms, signal);
    },
  });
  await looks.done();
  rig.windows.set(channel, numberedEvents(1, 2));
  await looks.next();
  await looks.next();
  expect(rests).toEqual([20_000, 30_000, 10]);
});

test("an answer that takes too long is told as such, and is given twice the time the next time it is asked for, until it comes", async () => {
  writeFileSync(
    join(rig.folder, "system32", "wevtutil"),
    `#!${process.execPath}\nsetTimeout(() => {}, 60_000);\n`,
  );
  const question = { channel, query: null, isNewestFirst: true, countMax: 1 };
  const asking = askWevtutil(question, { answerMsMax: 200, signal: new AbortController().signal });
  const late: unknown = await asking.catch((error: unknown) => error);
  expect(late).toMatchObject({ isLate: true, condition: "failing" });
  expect(String(late)).toContain("wevtutil: did not answer within 0.2 s");
  const seconds: number[] = [];
  const looks = byHand();
  rig.follow({
    wake: looks.wake,
    ask: async (_question, { answerMsMax }) => {
      seconds.push(answerMsMax / 1000);
      if (seconds.length <= 6) throw late;
      return [];
    },
  });
  await looks.done();
  for (let look = 0; look < 7; look += 1) await looks.next();
  expect(seconds).toEqual([60, 120, 240, 480, 960, 960, 960, 60]);
  expect(rig.events.map(({ type }) => type)).toEqual(["trouble", "recovered"]);
});

test("a channel whose answers take longer than a minute is in trouble once, and not before each of them", async () => {
  rig.windows.set(channel, numberedEvents(1, 2000));
  const clock = { at: 0 };
  const looks = byHand();
  rig.follow({
    wake: looks.wake,
    clock: { now: () => clock.at },
    ask: async (question, patience) => {
      const tookMs = question.query === null ? 0 : 90_000;
      clock.at += Math.min(tookMs, patience.answerMsMax);
      if (tookMs > patience.answerMsMax)
        throw new NoAnswer("late", { condition: "failing", cause: null, isLate: true });
      return await askWevtutil(question, patience);
    },
  });
  await looks.done();
  expect(rig.events.map(({ type }) => type)).toEqual(["trouble"]);
  await looks.next();
  expect(rig.events.map(({ type }) => type)).toEqual(["trouble", "recovered"]);
  expect(rig.spooled()).toBe(linesOf(...numberedEvents(1, 2000)));
});
