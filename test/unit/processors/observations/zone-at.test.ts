import { expect, test } from "vitest";
import { goOn, leaveTwice, noWay } from "../../../../processors/observations/clock-way.ts";
import { zoneAt } from "../../../../processors/observations/zone-at.ts";

const minute = 60_000;
const hour = 60 * minute;
const twice = { offsetMs: -2 * hour, laterMs: -hour, trust: "zone-given" } as const;
const first = { offsetMs: -2 * hour, trust: "zone-given" } as const;
const second = { offsetMs: -hour, trust: "zone-given" };

/** A log with these minutes of the hour, a record every ten bytes. */
const wayOf = (...minutes: readonly number[]): typeof noWay =>
  minutes.reduce((way, at, index) => goOn(way, { at: at * minute, offset: index * 10 }, hour), noWay);
const stepped = wayOf(10, 50, 20, 40);

test.each([
  ["before the step back", 10, 0, first],
  ["the last one before it", 50, 10, first],
  ["the step back", 20, 20, second],
  ["behind it", 40, 30, second],
  ["behind it, and later in the hour than all before it", 59, 40, second],
])("%s", (_, at, offset, wanted) => {
  expect(zoneAt(twice, { at: at * minute, offset }, { way: stepped, readAt: null })).toEqual(wanted);
});

test.each([
  ["was read long afterwards", null, { ...first, trust: "zone-doubtful" }],
  ["was read before the second time came", 10 - 120 + 1, first],
  ["was read just when the second time came", 10 - 60 + 1, { ...second, trust: "zone-doubtful" }],
  ["was read some time after it had come", 10 - 60 + 20, { ...first, trust: "zone-doubtful" }],
])("a record of a log that does not step back, and %s", (_, readAt, wanted) => {
  const around = { way: wayOf(10, 20), readAt: readAt === null ? null : readAt * minute };
  expect(zoneAt(twice, { at: 10 * minute, offset: 0 }, around)).toEqual(wanted);
});

test("a log that was put together in the wrong order steps back behind another hour, which tells nothing", () => {
  const way = goOn(leaveTwice(wayOf(30, 59), 20), { at: 10 * minute, offset: 30 }, hour);
  expect(way.steps).toEqual([]);
});

test("threads that write at once are no step back", () => {
  expect(goOn(wayOf(10), { at: 10 * minute - 900, offset: 10 }, hour).steps).toEqual([]);
});

test("the step of another year is not this one's", () => {
  const way = goOn(stepped, { at: 364 * 24 * hour, offset: 500 }, hour);
  expect(zoneAt(twice, { at: 364 * 24 * hour, offset: 500 }, { way, readAt: null })?.trust).toBe(
    "zone-doubtful",
  );
});
