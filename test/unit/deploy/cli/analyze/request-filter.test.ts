import { expect, test } from "vitest";
import { isNarrowed, requestFilter } from "../../../../../deploy/cli/analyze/request-filter.ts";
import type { AnalyzeFlags } from "../../../../../deploy/cli/analyze/analyze-flags.ts";
import type { Request } from "../../../../../processors/contract/index.ts";

const at = Date.UTC(2026, 10, 22, 10);

const request: Request = {
  id: "3f2a",
  host: "ndes01",
  platform: "windows",
  generation: "legacy",
  startedAt: at,
  endedAt: at + 60_000,
  outcome: "failed",
  stageReached: 3,
  failedStage: 3,
  keys: new Map([
    ["transactionId", ["AB12CD34"]],
    ["thumbprint", ["00112233445566778899AABBCCDDEEFF00112233"]],
    ["caRequestId", ["ca01/4711"]],
    ["deviceId", ["5a1f0c3e-0000-4000-8000-000000000001"]],
  ]),
  stages: [],
  evidence: [],
  candidates: [],
};

const cases: readonly (readonly [string, Partial<AnalyzeFlags>, boolean])[] = [
  ["no option", {}, true],
  ["it ended after --since", { since: at + 1 }, true],
  ["it ended before --since", { since: at + 60_001 }, false],
  ["it began before --until", { until: at + 1 }, true],
  ["it began at --until", { until: at }, false],
  ["its host", { host: ["other", "NDES01"] }, true],
  ["another host", { host: ["ndes02"] }, false],
  ["its outcome", { outcome: ["open", "failed"] }, true],
  ["another outcome", { outcome: ["open"] }, false],
  ["a cause it has not", { cause: ["verify.timeout"] }, false],
  ["a key in another case", { key: "ab12cd34" }, true],
  [
    "a thumbprint as it is copied from a dialog",
    { key: "00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff 00 11 22 33" },
    true,
  ],
  ["a thumbprint with colons", { key: "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33" }, true],
  ["a GUID in braces", { key: "{5A1F0C3E-0000-4000-8000-000000000001}" }, true],
  ["a CA request id without its CA", { key: "4711" }, true],
  ["the id of the request", { key: "3F2A" }, true],
  ["a short part of a key", { key: "AB12" }, false],
  ["the first eight digits", { key: "5a1f0c3e" }, true],
  ["the last digits", { key: "EEFF00112233" }, false],
  ["a key as the list shortens it", { key: "0011223344…FF00112233" }, true],
  ["the same with dots", { key: "5A1F0C3E-0000...000000001" }, true],
  ["another key that was shortened", { key: "0011223344…FF00112234" }, false],
  ["next to nothing of a key", { key: "0…3" }, false],
  ["an empty key", { key: " " }, false],
  ["two options of which one does not fit", { key: "4711", outcome: ["open"] }, false],
];

test.each(cases)("%s", (_, flags, isWanted) => {
  expect(requestFilter({ limit: 20, ...flags })(request, null)).toBe(isWanted);
});

test("a request without any time is outside of every span", () => {
  const timeless = { ...request, startedAt: null, endedAt: null };
  expect(requestFilter({ limit: 1, since: 0 })(timeless, null)).toBe(false);
  expect(requestFilter({ limit: 1, until: 9e15 })(timeless, null)).toBe(false);
  expect(requestFilter({ limit: 1 })(timeless, null)).toBe(true);
});

test.each<Partial<AnalyzeFlags>>([
  { since: at },
  { until: at },
  { key: "AB12CD34" },
  { host: ["ndes01"] },
  { outcome: ["failed"] },
  { cause: ["verify.refused"] },
])("%o asks for less than all", (flags) => {
  expect(isNarrowed({ limit: 20, ...flags })).toBe(true);
});

test("without a filter all is asked for", () => {
  expect(isNarrowed({ limit: 20, json: true, zone: "UTC", wide: true })).toBe(false);
});
