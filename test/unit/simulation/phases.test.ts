import { expect, test } from "vitest";

import { createFleet, scenarios } from "../../simulation/index.ts";
import type { ArrivalPhase, Fleet, HostPlan, Scenario, Write } from "../../simulation/index.ts";

const minuteMs = 60_000;
const phase = (course: string, everyMs: number, uploadsRest = false): ArrivalPhase => ({
  lengthMs: 5 * minuteMs,
  everyMs,
  courses: [[course, 1]],
  uploadsRest,
});

function fleetOf(...phases: readonly ArrivalPhase[]): { fleet: Fleet; startAt: number } {
  const scenario: Scenario = scenarios["calm-legacy"];
  const hosts = scenario.hosts.map((plan): HostPlan => ({ ...plan, arrivals: { kind: "phases", phases } }));
  return { fleet: createFleet({ ...scenario, hosts }, 1), startAt: scenario.startAt };
}

function take(fleet: Fleet, until: number): readonly Write[] {
  const writes: Write[] = [];
  for (const write of fleet.writes) {
    if (write.at >= until) break;
    writes.push(write);
  }
  return writes;
}

test("requests go the way of the phase in which they come, round after round, without end", () => {
  const { fleet, startAt } = fleetOf(phase("success", 5000), phase("http-500", 1000));
  take(fleet, startAt + 40 * minuteMs);
  const requests = fleet.hosts[0]?.finished ?? [];
  // A request begins a little before it asks for its thread, by which its phase counts.
  const wrong = requests.filter(({ course, startedAt }) => {
    const intoMs = (startedAt - startAt) % (10 * minuteMs);
    const isNear = intoMs % (5 * minuteMs) > 4.5 * minuteMs;
    return !isNear && course !== (intoMs < 5 * minuteMs ? "success" : "http-500");
  });
  expect(wrong).toEqual([]);
  const shares = requests.filter(({ startedAt }) => startedAt < startAt + 40 * minuteMs);
  const failed = shares.filter(({ course }) => course === "http-500").length;
  expect(failed / shares.length).toBeGreaterThan(0.75);
  expect(new Set(requests.map(({ id }) => id)).size).toBe(requests.length);
});

test("while uploads rest, status files are dropped and not moved; afterwards all of them are", () => {
  const { fleet, startAt } = fleetOf(phase("success", 5000, true), phase("success", 5000));
  const writes = take(fleet, startAt + 10 * minuteMs).filter(({ source }) => source === "status");
  const moves = writes.filter(({ status }) => status?.state !== "Processing");
  const dropped = writes.filter(
    ({ at, status }) => at < startAt + 5 * minuteMs && status?.state === "Processing",
  );
  expect(dropped.length).toBeGreaterThan(20);
  expect(moves.every(({ at }) => at >= startAt + 5 * minuteMs)).toBe(true);
  const moved = new Set(moves.map(({ status }) => status?.name));
  expect(dropped.filter(({ status }) => !moved.has(status?.name))).toEqual([]);
});

test("less look back changes no record of a fleet without devices' logs, only how many are kept", () => {
  const scenario = scenarios["calm-unified-thread"];
  const texts = (lookBackMs: number): string[] =>
    [...createFleet({ ...scenario, lookBackMs }, 1).writes].map(({ at, text }) => `${at} ${text}`).sort();
  expect(texts(12_000)).toEqual(texts(180_000));
});
