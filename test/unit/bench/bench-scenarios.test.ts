import { expect, test } from "vitest";

import { benchScenarios } from "../../bench/bench-scenarios.ts";
import { median, medianKnown } from "../../bench/median.ts";

test("the mix has both generations, failures and device logs, each on a host of its own", () => {
  const { hosts } = benchScenarios.mix;
  expect(new Set(hosts.map(({ name }) => name)).size).toBe(hosts.length);
  expect(new Set(hosts.map(({ connector }) => connector))).toEqual(new Set(["legacy", "unified", "upgrade"]));
  expect(hosts.some(({ courses }) => courses === "each")).toBe(true);
  expect(hosts.some(({ deviceLogs }) => deviceLogs > 0)).toBe(true);
});

test("the burst has 500 requests in one second, all at once", () => {
  const [host] = benchScenarios.burst.hosts;
  expect(host).toMatchObject({ threads: 500, arrivals: { kind: "push", perSecond: 500, seconds: 1 } });
});

test("a median is a value that was measured, and not known if one is not", () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2, Number.NaN]);
  expect([medianKnown([2, null, 1]), medianKnown([]), medianKnown([2, 3, 1])]).toEqual([null, null, 2]);
});
