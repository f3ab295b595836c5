import { expect, test } from "vitest";
import { explain } from "../../../../../deploy/fleet/verify/explain.ts";
import type { Difference } from "../../../../../processors/live.ts";

const hour = 3_600_000;
const oldest = Date.parse("2026-11-28T10:00:00Z");
const whole = { keptFrom: null, lifetimeMs: hour, forgottenBefore: oldest - 1000 * hour };
const cut = { ...whole, keptFrom: oldest };
const missing = (startedAt: string | null): Difference => ({ type: "missing", id: "a", startedAt });
const differs = (startedAt: string): Difference => ({
  type: "differs",
  id: "a",
  startedAt,
  fields: ["outcome"],
});
const position = (kept: number | null, read: number | null): Difference => ({
  type: "position",
  path: "u_ex261128.log",
  kept,
  read,
});
const gap: Difference = { type: "gap", path: "u_ex261128.log", kept: 0, read: 7 };

test.each([
  [missing("2026-11-28T10:30:00Z"), cut, true, /before the oldest message/],
  [missing("2026-11-28T12:00:00Z"), cut, false, /lost it/],
  [missing("2026-11-28T10:30:00Z"), whole, false, /lost it/],
  [missing("2026-01-01T00:00:00Z"), whole, true, /older than requests are kept/],
  [missing(null), whole, false, /lost it/],
  [missing(null), cut, true, /before the oldest message/],
  [differs("2026-11-28T10:30:00Z"), cut, true, /before the oldest message/],
  [differs("2026-11-28T12:00:00Z"), cut, false, /something else/],
  [differs("2026-01-01T00:00:00Z"), whole, false, /something else/],
  [gap, cut, true, /began before/],
  [gap, whole, false, /other gaps/],
  [position(5, null), cut, true, /nothing of this file any more/],
  [position(5, null), whole, false, /nothing of/],
  [position(null, 5), cut, false, /does not know/],
  [position(3, 5), cut, false, /were not read/],
  [position(5, 3), cut, false, /has passed/],
])("%j, with %j: explained %s", (difference, retention, isExplained, meaning) => {
  const explained = explain(difference, retention);
  expect(explained.isExplained).toBe(isExplained);
  expect(explained.meaning).toMatch(meaning);
});
