import { expect, test } from "vitest";
import { createLogClocks } from "../../../../processors/judge/log-clocks.ts";
import type { LogClocks } from "../../../../processors/judge/log-clocks.ts";
import { observed, row } from "../../../support/observed.ts";

const minute = 60_000;
const hour = 60 * minute;

/** Calls at these moments, of which the plug-in tells so much later by its clock, and those that IIS has no row of yet. */
function clocksOf(
  moments: readonly number[],
  skewMs: number,
  given: { readonly pending?: number } = {},
): LogClocks {
  const clocks = createLogClocks();
  for (const [index, at] of moments.entries()) {
    clocks.observe(observed("plugin", "verify.started", { at: at + skewMs }));
    if (index < moments.length - (given.pending ?? 0))
      clocks.observe(row("verify.call", { endAt: at + 400, tookMs: 390 }));
  }
  return clocks;
}

const everyOther = (count: number, stepMs: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => index * stepMs + ((index * index * 7_919) % stepMs) / 2);
const skewOf = (clocks: LogClocks): readonly number[] => clocks.clocks("ndes01").map(({ skewMs }) => skewMs);

test.each([
  ["behind, on a quiet server", clocksOf(everyOther(6, 31 * minute), -hour), [-hour]],
  ["ahead, by half an hour", clocksOf(everyOther(12, 7 * minute), hour / 2), [hour / 2]],
  ["on a busy server", clocksOf(everyOther(400, 3_000), -hour), [-hour]],
  [
    "on a busy server whose IIS holds back the rows of the last minute",
    clocksOf(everyOther(400, 3_000), -hour, { pending: 20 }),
    [-hour],
  ],
  ["as it should be", clocksOf(everyOther(400, 3_000), 0), [0]],
  ["off by what is no zone", clocksOf(everyOther(12, 7 * minute), 7 * minute), [0]],
  ["of too few calls", clocksOf(everyOther(3, 31 * minute), -hour), []],
  [
    "of calls as regular as a clock, which fit an hour later as well",
    clocksOf(
      Array.from({ length: 40 }, (_, index) => index * 15 * minute),
      -hour,
    ),
    [0],
  ],
])("a log that is %s", (_, clocks, wanted) => {
  expect(skewOf(clocks)).toEqual(wanted);
});

test("the latest calls decide: a clock that was put right is named no more", () => {
  const clocks = clocksOf(everyOther(20, 7 * minute), -hour);
  for (const at of everyOther(10, 7 * minute).map((moment) => moment + 24 * hour)) {
    clocks.observe(observed("plugin", "verify.started", { at }));
    clocks.observe(row("verify.call", { endAt: at + 400, tookMs: 390 }));
  }
  expect(skewOf(clocks)).toEqual([0]);
});

test("where IIS fell silent days ago the registration point is what others are compared with", () => {
  const clocks = createLogClocks();
  for (const at of everyOther(6, 31 * minute))
    clocks.observe(row("verify.call", { endAt: at + 400, tookMs: 390 }));
  for (const at of everyOther(40, 31 * minute).map((moment) => moment + 240 * hour)) {
    clocks.observe(observed("plugin", "verify.started", { at: at - hour }));
    clocks.observe(observed("crp", "verify.started", { at: at + 10 }));
  }
  expect(clocks.clocks("ndes01")).toEqual([
    expect.objectContaining({ name: "NDESPlugin.log", skewMs: -hour }),
  ]);
});
