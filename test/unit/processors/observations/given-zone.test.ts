import { expect, test } from "vitest";
import { givenZone } from "../../../../processors/observations/index.ts";

const hour = 3_600_000;

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
