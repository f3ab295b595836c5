import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockAt, dateAt, dayAt, fractionMs, isoStamp } from "../../../../processors/records/timestamp.ts";

describe("days", () => {
  it("are those of the Gregorian calendar, as Date counts them", () => {
    const anyDay = fc.date({ min: new Date("1601-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(anyDay, (date) => {
        const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
        expect(dayAt(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(midnight);
      }),
    );
  });

  it.each([
    "2026-02-29",
    "2026-02-30",
    "2026-04-31",
    "2026-00-10",
    "2026-13-01",
    "2026-01-00",
    "1600-12-31",
    "2026/01/01",
    "20x6-01-01",
    "2026-1-01",
  ])("that do not exist are no day: %s", (text) => expect(dateAt(text, 0)).toBeNaN());

  it.each(["24:00:00", "23:60:00", "23:59:60", "1:00:00", "aa:bb:cc", "12-00-00"])(
    "times that do not exist are no time: %s",
    (text) => expect(clockAt(text, 0)).toBeNaN(),
  );
});

describe("ISO 8601 stamps", () => {
  it.each([
    ["2026-11-22T10:00:00.1234567Z", Date.UTC(2026, 10, 22, 10, 0, 0) + 123.4567, "utc"],
    ["2026-11-22T10:00:00.1234567+01:00", Date.UTC(2026, 10, 22, 9, 0, 0) + 123.4567, "utc"],
    ["2026-11-22 10:00:00,5-0330", Date.UTC(2026, 10, 22, 13, 30, 0) + 500, "utc"],
    ["2026-11-22T10:00:00 tail", Date.UTC(2026, 10, 22, 10, 0, 0), "local"],
    ["2026-11-22T10:00:00.2500000  VERB", Date.UTC(2026, 10, 22, 10, 0, 0) + 250, "local"],
    ["2024-02-29T23:59:59Z", Date.UTC(2024, 1, 29, 23, 59, 59), "utc"],
  ])("%s is read", (text, at, clock) => {
    const stamp = isoStamp(text);
    expect(stamp?.at).toBeCloseTo(at, 3);
    expect(stamp?.clock).toBe(clock);
  });

  it("of a moment that does not exist are NaN, other text is none", () => {
    expect(isoStamp("2026-02-30T10:00:00Z")?.at).toBeNaN();
    expect(isoStamp("2026-02-30T10:00:00.1234567Z")?.at).toBeNaN();
    expect(isoStamp("2026-11-22T10:00:00+99:00")?.at).toBeNaN();
    expect(isoStamp("22.11.2026 10:00:00")).toBeNull();
  });

  it("keep fractions of 1 to 9 digits", () => {
    expect(["5", "05", "123", "1234", "1234567", "123456789", ""].map(fractionMs)).toEqual([
      500, 50, 123, 123.4, 123.4567, 123.456789, 0,
    ]);
  });
});
