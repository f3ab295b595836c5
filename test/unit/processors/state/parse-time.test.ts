import fc from "fast-check";
import { expect, test } from "vitest";
import { isoTime } from "../../../../processors/contract/index.ts";
import { parseTime } from "../../../../processors/state/parse-time.ts";

test("a time is read as it was written", () => {
  const years = { min: Date.UTC(2000, 0), max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) };
  fc.assert(fc.property(fc.integer(years), (ms) => parseTime(isoTime(ms)) === ms));
});

test.each(["2026-11-22T10:00:00Z", "2026-11-22T10:00:00.123+01:00", "2026-11-22", "never", ""])(
  "%j is read as by the language",
  (text) => {
    expect(parseTime(text)).toBe(Date.parse(text));
  },
);
