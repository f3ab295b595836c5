import { expect, test } from "vitest";
import { goOn, noWay, timeOn } from "../../../../processors/observations/clock-way.ts";
import type { ClockWay } from "../../../../processors/observations/clock-way.ts";

const minute = 60_000;
const hour = 60 * minute;

/** Through these minutes of an hour that comes twice, a record every hundred bytes. */
function through(minutes: readonly number[]): ClockWay {
  return minutes.reduce((way, at, index) => goOn(way, { at: at * minute, offset: index * 100 }, hour), noWay);
}

const timesOf = (minutes: readonly number[]): readonly (string | null)[] =>
  minutes.map((at, index) => timeOn(through(minutes), { at: at * minute, offset: index * 100 }, hour));

test("the step back parts the first time from the second", () => {
  expect(timesOf([10, 50, 5, 40])).toEqual(["first", "first", "second", "second"]);
});

test("a clock that is put right by some minutes within the hour makes no second time", () => {
  expect(timesOf([20, 17, 30, 50, 5, 45])).toEqual(["first", "first", "first", "first", "second", "second"]);
});

test("of two steps within one hour one is something else, and nothing tells which", () => {
  expect(timesOf([40, 20, 50, 5])).toEqual([null, null, null, null]);
});
