import { expect, test } from "vitest";
import { givenZone } from "../../../../processors/observations/index.ts";

const hour = 3_600_000;

test.each([
  ["the last stamp before the hour that comes twice", "Europe/Berlin", "2026-10-25T01:59:59", [-2]],
  ["an hour that comes twice", "Europe/Berlin", "2026-10-25T02:00:00", [-2, -1]],
  ["its last stamp", "Europe/Berlin", "2026-10-25T02:59:59", [-2, -1]],
  ["the first stamp behind it", "Europe/Berlin", "2026-10-25T03:00:00", [-1]],
  ["the same west of UTC", "America/New_York", "2026-11-01T01:30:00", [4, 5]],
  ["before it", "America/New_York", "2026-11-01T00:59:59", [4]],
  ["behind it", "America/New_York", "2026-11-01T02:00:00", [5]],
  ["half an hour that comes twice", "Australia/Lord_Howe", "2026-04-05T01:45:00", [-11, -10.5]],
])("%s", (_, zone, stamp, hours) => {
  const { offsetMs, laterMs, trust } = givenZone(zone, Date.parse(`${stamp}Z`));
  const offsets = laterMs === undefined ? [offsetMs] : [offsetMs, laterMs];
  expect([offsets.map((ms) => ms / hour), trust]).toEqual([hours, "zone-given"]);
});

test.each([
  ["Europe/Berlin", "2026-03-29T02:30:00", -1],
  ["America/New_York", "2026-03-08T02:30:00", 5],
])(
  "an hour that never comes in %s is one of a clock that was not put forward yet, and doubted",
  (zone, stamp, hours) => {
    expect(givenZone(zone, Date.parse(`${stamp}Z`))).toEqual({
      offsetMs: hours * hour,
      trust: "zone-doubtful",
    });
  },
);

test.each([
  ["+01:00", Date.UTC(2026, 0, 1), -1],
  ["-05:30", Date.UTC(2026, 0, 1), 5.5],
  ["UTC", Date.UTC(2026, 0, 1), 0],
  ["Europe/Berlin", Date.UTC(2026, 0, 1, 12), -1],
  ["Europe/Berlin", Date.UTC(2026, 6, 1, 12), -2],
  ["America/New_York", Date.UTC(2026, 6, 1, 12), 4],
  ["Asia/Kolkata", Date.UTC(2026, 6, 1, 12), -5.5],
])("UTC minus local time of %s is what Windows calls the bias", (zone, localMs, hours) => {
  expect(givenZone(zone, localMs)).toEqual({ offsetMs: hours * hour, trust: "zone-given" });
});
