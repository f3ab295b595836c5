import { expect, test } from "vitest";

import { underWay } from "../../../../processors/partition/under-way.ts";
import { simulate } from "../../../simulation/index.ts";
import { requestsOf } from "../../../support/feed-book.ts";
import { observeSimulation } from "../../../support/observe-simulation.ts";
import { inFiles, row } from "../../../support/observed.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

const requests = requestsOf(
  observeSimulation(simulate(smallScenario("calm-legacy", 40), 1)).flatMap(
    ({ observations }) => observations,
  ),
);
const [first] = requests;
const lastAt = Math.max(...(first?.evidence ?? []).map(({ observation }) => observation.at ?? 0));

const around = (passedAt: number | null, wentOn = false): Parameters<typeof underWay>[1] => ({
  passedAt,
  wentOn: () => wentOn,
});

test("a request whose end is not told is open until its host has passed it by two minutes", () => {
  expect(requests.length).toBeGreaterThan(0);
  if (first === undefined) return;
  const unknown = { ...first, outcome: "unknown", endedAt: lastAt } as const;
  expect(underWay(unknown, around(null))).toMatchObject({ outcome: "open", endedAt: null });
  expect(underWay(unknown, around(lastAt + 120_000)).outcome).toBe("open");
  expect(underWay(unknown, around(lastAt + 120_001))).toEqual(unknown);
});

test("an end that is told stays what it is", () => {
  const told = requests.filter(({ outcome }) => outcome !== "unknown");
  expect(told.length).toBeGreaterThan(0);
  for (const request of told) expect(underWay(request, around(null))).toBe(request);
});

test("calls whose client sent a PKIOperation to the same server have not failed while they are provisional; without one they have", () => {
  const clientIp = { clientIp: "192.0.2.10" };
  const [calls] = requestsOf(
    inFiles([
      row("contact.ca-certificate", { endAt: 0, tookMs: 10 }, { keys: clientIp }),
      row("contact.probe", { endAt: 600_000, tookMs: 5 }),
    ]),
  );
  expect(calls).toMatchObject({ outcome: "failed", failedStage: 2 });
  if (calls === undefined) return;
  expect(underWay(calls, around(null))).toBe(calls);
  expect(underWay(calls, around(null, true))).toMatchObject({ outcome: "open", failedStage: null });
  expect(underWay(calls, around(null, true)).stages.map(({ status }) => status)).not.toContain("failed");
});
