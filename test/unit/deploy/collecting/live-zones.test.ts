import { expect, test } from "vitest";
import { liveZoneOf } from "../../../../deploy/collecting/live-zones.ts";

const zoneOf = liveZoneOf({
  zones: new Map([["ndes01", "Europe/Berlin"]]),
  usual: "+01:00",
  here: { host: "here", zone: "Asia/Tokyo" },
});
const fileOn = (host: string): Parameters<typeof zoneOf>[0] => ({
  id: "file",
  host,
  path: "NDESPlugin.log",
  format: "cmtrace",
  encoding: "utf-8",
  modifiedAt: null,
});
const hours = (host: string, at: string): number | undefined => {
  const offsetMs = zoneOf(fileOn(host), Date.parse(`${at}Z`))?.offsetMs;
  return offsetMs === undefined ? undefined : offsetMs / 3_600_000;
};

test("a zone is asked for its offset anew when its clocks have been put forward or back", () => {
  expect(hours("ndes01", "2026-10-25T01:59:59")).toBe(-2);
  expect(hours("ndes01", "2026-10-25T03:00:00")).toBe(-1);
  expect(hours("ndes01", "2026-10-25T01:59:59")).toBe(-2);
});

test("the same moment has another offset in another zone", () => {
  const at = "2026-07-01T12:00:00";
  expect([hours("ndes01", at), hours("ndes02", at), hours("ndes01", at)]).toEqual([-2, -1, -2]);
});
