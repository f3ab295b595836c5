import { expect, test } from "vitest";

import { underWay } from "../../../../processors/partition/under-way.ts";
import { simulate } from "../../../simulation/index.ts";
import { requestsOf } from "../../../support/feed-book.ts";
import { observeSimulation } from "../../../support/observe-simulation.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

const requests = requestsOf(
  observeSimulation(simulate(smallScenario("calm-legacy", 40), 1)).flatMap(
    ({ observations }) => observations,
  ),
);
const [first] = requests;
const lastAt = Math.max(...(first?.evidence ?? []).map(({ observation }) => observation.at ?? 0));

test("a request whose end is not told is open until its host has passed it by two minutes", () => {
  expect(requests.length).toBeGreaterThan(0);
  if (first === undefined) return;
  const unknown = { ...first, outcome: "unknown", endedAt: lastAt } as const;
  expect(underWay(unknown, null)).toMatchObject({ outcome: "open", endedAt: null });
  expect(underWay(unknown, lastAt + 120_000).outcome).toBe("open");
  expect(underWay(unknown, lastAt + 120_001)).toEqual(unknown);
});

test("an end that is told stays what it is", () => {
  const told = requests.filter(({ outcome }) => outcome !== "unknown");
  expect(told.length).toBeGreaterThan(0);
  for (const request of told) expect(underWay(request, null)).toBe(request);
});
