import { expect, test } from "vitest";

import type { AnalyzeCost } from "../../bench/analyze-runs.ts";
import { analyzeGoals, isMet, recordGoals, storeGoals } from "../../bench/goals.ts";

function cost(what: string, cpuMs: number, change: Partial<AnalyzeCost> = {}): AnalyzeCost {
  return {
    what,
    runs: 1,
    records: 300_000,
    bytes: 100e6,
    wallMs: cpuMs,
    cpuMs,
    rssBytes: 100e6,
    outputBytes: 1,
    ...change,
  };
}

test("a goal says what is met, missed and not measured", () => {
  const goals = analyzeGoals([
    cost("calm 100 MB text", 1000),
    cost("burst 100 MB text", 2500),
    cost("mix 100 MB text", 1000),
  ]);
  expect(goals.map((goal) => [goal.measured, isMet(goal)])).toEqual([
    [300, true],
    [null, null],
    [null, null],
    [2.5, false],
  ]);
});

test("a large bundle is compared per MB, and its worst run counts for memory", () => {
  const large = { bytes: 1000e6, records: 3_000_000 };
  const goals = analyzeGoals([
    cost("calm 100 MB text", 1000),
    cost("calm 1 GB text", 12_000, { ...large, rssBytes: 250e6 }),
    cost("mix 1 GB json", 12_000, { ...large, rssBytes: 310e6 }),
  ]);
  expect(goals.map(({ measured }) => measured)).toEqual([null, 310, 1.2, null]);
});

test("processor time that is not known is not a goal that is met", () => {
  const goals = analyzeGoals([{ ...cost("mix 100 MB text", 1), cpuMs: null }]);
  expect(goals.map(isMet)).toEqual([null, null, null, null]);
});

test("readers are measured per processor second", () => {
  const speed = {
    format: "svclog",
    records: 1,
    bytes: 1,
    recordsPerSecond: 1,
    megabytesPerSecond: 1,
  } as const;
  const goals = recordGoals([{ ...speed, recordsPerCpuSecond: 500_000 }]);
  expect(goals.map((goal) => [goal.what, isMet(goal)])).toEqual([
    ["iis-w3c records", null],
    ["cmtrace records", null],
    ["svclog records", true],
  ]);
});

test("a store is measured by what it leaves of the pipeline's rate", () => {
  const speed = {
    requests: 1,
    pipelineUs: 200,
    memoryUs: 10,
    sqliteUs: 100,
    requestsPerSecond: 1,
    lookups: 1,
    lookupMedianMs: 1,
    lookupP99Ms: 6,
    bulkP99Ms: 7,
    blockedMs: 1,
    summaryMs: 1,
    listMs: 1,
    bytesPerRequest: 1,
    openMs: 1,
  };
  expect(storeGoals([speed]).map((goal) => [goal.measured, isMet(goal)])).toEqual([
    [0.7, true],
    [6, false],
  ]);
  expect(storeGoals([]).map(isMet)).toEqual([null, null]);
});
