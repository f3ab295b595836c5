import { expect, test } from "vitest";
import { formatFiletime } from "../../../../../processors/records/windows-event/filetime.ts";
import { parseSystemTime } from "../../../../../processors/records/windows-event/system-time.ts";

const noon = Date.UTC(2024, 1, 29, 12, 0, 0);
const stamps: readonly (readonly [stamp: string, at: number | null])[] = [
  ["2024-02-29T12:00:00Z", noon],
  ["2024-02-29T12:00:00.5Z", noon + 500],
  ["2024-02-29T12:00:00.1234567Z", noon + 123.4567],
  ["2024-02-29T12:00:00.123456700Z", noon + 123.4567],
  ["2024-02-29 12:00:00.000", noon],
  ["2024-02-29T13:30:00+01:30", noon],
  ["2024-02-29T07:00:00.000-05:00", noon],
  ["1969-12-31T23:59:59.000Z", -1000],
  ["1601-01-01T00:00:00Z", Date.UTC(1601, 0, 1)],
  ["2023-02-29T12:00:00Z", null],
  ["2024-13-01T00:00:00Z", null],
  ["2024-00-10T00:00:00Z", null],
  ["2024-01-10T24:00:00Z", null],
  ["2024-01-10T10:60:00Z", null],
  ["yesterday", null],
  ["", null],
];
test.each(stamps)("%s is %s", (stamp, at) => {
  const parsed = parseSystemTime(stamp);
  if (at === null) expect(parsed).toBeNull();
  else expect(parsed).toBeCloseTo(at, 3);
});

test("a FILETIME is written with its day, also on leap days and turns of centuries", () => {
  for (const day of [
    "1601-01-01",
    "1900-02-28",
    "1900-03-01",
    "1970-01-01",
    "2000-02-29",
    "2024-02-29",
    "2024-12-31",
    "2100-03-01",
  ]) {
    const filetime = BigInt(Date.parse(`${day}T23:59:58Z`) + 11_644_473_600_000) * 10_000n + 1n;
    expect(formatFiletime(filetime)).toBe(`${day}T23:59:58.0000001Z`);
  }
});
