import { expect, test } from "vitest";
import { count, identifier, instant, list, outcomes, zone } from "../../../../deploy/cli/option-values.ts";

test.each([
  ["2026-11-22", "2026-11-22T00:00:00.000Z"],
  ["2026-11-22 10:30", "2026-11-22T10:30:00.000Z"],
  ["2026-11-22T10:30:15.5Z", "2026-11-22T10:30:15.500Z"],
  ["2026-11-22T10:30:00+01:00", "2026-11-22T09:30:00.000Z"],
])("the time %s is %s", (text, iso) => {
  expect(new Date(instant(text)).toISOString()).toBe(iso);
});

test.each(["2026-02-30", "2026-13-01", "22.11.2026", "yesterday", "", "2026-11-22T25:00"])(
  "the time %j is refused",
  (text) => {
    expect(() => instant(text)).toThrow("Give a date or a time");
  },
);

test.each(["0", "-1", "1.5", "many", ""])("the count %j is refused", (text) => {
  expect(() => count(text)).toThrow("whole number");
});

test.each(["", " ", "{}", "…"])("the identifier %j is refused", (text) => {
  expect(() => identifier(text)).toThrow("Give a transaction id");
  expect(identifier("{42}")).toBe("{42}");
});

test("lists grow, by repetition and by commas", () => {
  expect(list("c", list("a, b"))).toEqual(["a", "b", "c"]);
  expect(outcomes("open", outcomes("failed"))).toEqual(["failed", "open"]);
  expect(() => outcomes("broken")).toThrow("succeeded, failed, open, unknown");
});

test("zones are names or offsets", () => {
  expect(["Europe/Berlin", "+05:30", "UTC"].map(zone)).toEqual(["Europe/Berlin", "+05:30", "UTC"]);
  for (const wrong of ["Mars/Base", "+25:00", "5"]) expect(() => zone(wrong)).toThrow("Give a zone");
});
