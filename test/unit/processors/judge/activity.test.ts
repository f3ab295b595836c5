import { expect, it } from "vitest";
import { createActivityLog } from "../../../../processors/judge/activity.ts";
import type { HostActivity, Observation } from "../../../../processors/contract/index.ts";
import { crpVerify, observed, pluginRun, row, startMs } from "../../../support/observed.ts";
import { requestOf } from "../causes/request-of.ts";

const minute = 60_000;

/** What the host did around a request at `startMs` whose own records are the first ones. */
function around(own: readonly Observation[], others: readonly Observation[]): HostActivity {
  const log = createActivityLog();
  for (const observation of [...own, ...others]) log.observe(observation);
  const evidence = own.map((observation) => ({
    observation,
    stage: 3 as const,
    grade: "exact" as const,
    why: "",
  }));
  return log.around(requestOf(evidence, { host: "ndes01", startedAt: startMs, endedAt: startMs + 500 }));
}

const own = pluginRun("1", { at: 0, returnedAt: 100, verdict: false });

it.each([
  { name: "by the policy module", passed: pluginRun("2", { at: 1000, returnedAt: 1100 }) },
  {
    name: "by the registration point, where the module's log is not there",
    passed: crpVerify("2", 1000, 1100),
  },
  {
    name: "by the Notify call that follows, where neither log is there",
    passed: [row("report.call", { endAt: 1500, tookMs: 20 })],
  },
])("a verification that passed nearby counts once, told $name", ({ passed }) => {
  expect(around(own, passed)).toMatchObject({ verifiedNear: 1, refusedNear: 0 });
});

it("what NDES handed to the CA had passed verification, as event 31 tells where no other log is there", () => {
  const event31 = (at: number): Observation => observed("ndes", "issue.failed", { at, outcome: "failed" });
  const other = pluginRun("2", { at: 1000, returnedAt: 1100 });
  expect(around([event29(0)], [event31(1000), event31(2000)]).verifiedNear).toBe(2);
  expect(around([event29(0)], [...other, event31(1200)]).verifiedNear).toBe(1);
  expect(around([event31(0)], [event31(1000)]).verifiedNear).toBe(1);
});

it("what an earlier version counted once for each log counts half", () => {
  const passed = { module: 0, point: 0, notify: 0 };
  const kept = { passed, refused: 6, signals: null };
  const log = createActivityLog(new Map([["ndes01", new Map([[Math.floor(startMs / minute), kept]])]]));
  const request = requestOf([], { host: "ndes01", startedAt: startMs, endedAt: startMs + 500 });
  expect(log.around(request).refusedNear).toBe(3);
});

it("the three tell of one verification, not of three", () => {
  const passed = [
    ...pluginRun("2", { at: 1000, returnedAt: 1100 }),
    ...crpVerify("2", 1010, 1090),
    row("report.call", { endAt: 1500, tookMs: 20 }),
  ];
  expect(around(own, passed).verifiedNear).toBe(1);
});

const event29 = (at: number): Observation => observed("ndes", "verify.refused", { at, outcome: "failed" });
const refusedAt = (at: number): readonly Observation[] =>
  pluginRun("2", { at, returnedAt: at + 100, verdict: false });

it.each([
  { name: "by the policy module and by event 29", told: [...refusedAt(1000), event29(1102)], refused: 1 },
  { name: "by event 29 alone", told: [event29(1102)], refused: 1 },
  { name: "by the policy module alone", told: [...refusedAt(1000), ...refusedAt(2000)], refused: 2 },
])("a verification that was refused nearby counts once, told $name", ({ told, refused: count }) => {
  expect(around([...own, event29(102)], told).refusedNear).toBe(count);
});

const called = (at: number, clientIp: string, userAgent: string): Observation =>
  row("contact.pki-operation", { endAt: at, tookMs: 400 }, { keys: { clientIp, userAgent } });

it.each([
  {
    name: "one address and program",
    calls: [called(500, "10.1.1.1", "A/1"), called(90_000, "10.1.1.1", "A/1")],
    one: true,
  },
  {
    name: "two programs",
    calls: [called(500, "10.1.1.1", "A/1"), called(90_000, "10.1.1.1", "B/1")],
    one: undefined,
  },
  {
    name: "two addresses",
    calls: [called(500, "10.1.1.1", "A/1"), called(600, "10.1.1.2", "A/1")],
    one: undefined,
  },
  { name: "nobody whose row is there", calls: [], one: undefined },
])("the calls around it came from $name", ({ calls, one }) => {
  expect(around(own, calls).isOneCaller).toBe(one);
});

it("what happened more than five minutes away does not count", () => {
  const far = pluginRun("2", { at: 7 * minute, returnedAt: 7 * minute + 100 });
  const crash = observed("system", "host.pool-crashed", { at: 7 * minute });
  expect(around(own, [...far, crash])).toEqual({ verifiedNear: 0, refusedNear: 0, signals: new Set() });
});

it("events of the host are signals, with and without their number", () => {
  const event = observed("system", "host.web-event", { at: 1000, facts: { eventId: 1310 } });
  expect([...around(own, [event]).signals]).toEqual(["host.web-event", "host.web-event/1310"]);
});

const died = (queue: string): Observation =>
  observed("system", "host.pool-crashed", { at: 1000, facts: { eventId: 5011, queue } });
const workerDied = observed("system", "host.worker-crashed", { at: 900, facts: { eventId: 1000 } });
const refused = observed("httperr", "contact.http-error", { at: 2000, facts: { queue: "EnrolmentPool" } });

it.each([
  { name: "of the pool SCEP", seen: [died("SCEP"), workerDied], isOurs: true },
  { name: "of another pool", seen: [died("WsusPool"), workerDied], isOurs: false },
  { name: "of a pool whose queue took a SCEP call", seen: [died("enrolmentpool"), refused], isOurs: true },
  { name: "that Application Error alone tells", seen: [workerDied], isOurs: true },
])("a crash $name is one of the host: $isOurs", ({ seen, isOurs }) => {
  expect(around(own, seen).signals.has("host.pool-crashed")).toBe(isOurs);
});

const notStarted = (at: number, eventId = 2): Observation =>
  observed("ndes", "host.service-failed", { at, facts: { eventId, code: "0x800b0101" } });
const started = (at: number): Observation => observed("ndes", "host.service-started", { at });
const failedStart = { eventId: 10, code: "0x800b0101" };

it.each([
  { name: "in the same second", seen: [notStarted(-3), notStarted(-6, 10)], failed: failedStart },
  {
    name: "minutes before",
    seen: [notStarted(-4 * minute + 3), notStarted(-4 * minute, 10)],
    failed: failedStart,
  },
  { name: "and started since", seen: [notStarted(-2 * minute), started(-minute)], failed: undefined },
  { name: "and starts later", seen: [notStarted(-minute, 10), started(minute)], failed: failedStart },
  { name: "later", seen: [notStarted(minute)], failed: undefined },
])("NDES that failed to start $name", ({ seen, failed }) => {
  expect(around(own, seen).failedStart).toEqual(failed);
});
