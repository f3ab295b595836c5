import { expect, test } from "vitest";
import { measure } from "../simulation/accuracy/index.ts";
import { damage, scenarios, simulate } from "../simulation/index.ts";
import type { Scenario, Source } from "../simulation/index.ts";
import { analyzeSimulation } from "./analyze-simulation.ts";
import { certainty } from "./complaints.ts";

/** Some minutes of one server: all of it is decided in one piece. */
const few: Scenario = {
  ...scenarios["calm-legacy"],
  name: "few",
  hosts: scenarios["calm-legacy"].hosts.map((plan) => ({
    ...plan,
    arrivals: { kind: "steady", count: 40, everyMs: 6000 },
  })),
};
const halfway = few.startAt + 30_000 + 120_000;

test.each<readonly [Source, number, number]>([
  ["plugin", 0.94, 0.9],
  ["crp", 1, 1],
  ["iis", 1, 1],
])(
  "where the log of %s begins later than the others, what was before is no loss of it: the requests on both sides are put together from the logs that are there",
  async (source, recall, outcomes) => {
    for (const seed of [1, 2]) {
      const holes = [{ source, from: few.startAt, to: halfway }];
      const simulation = damage(simulate(few, seed), { holes }, seed);
      const accuracy = measure(simulation, await analyzeSimulation(simulation));
      expect(certainty(accuracy)).toEqual([]);
      expect(accuracy.requests.found).toBe(accuracy.requests.truth);
      expect(accuracy.recall).toBeGreaterThanOrEqual(recall);
      expect(accuracy.outcomeShare).toBeGreaterThanOrEqual(outcomes);
    }
  },
);
