import { expect, test } from "vitest";
import { measure } from "../simulation/accuracy/index.ts";
import { damage, scenarios, simulate } from "../simulation/index.ts";
import type { Scenario, Source } from "../simulation/index.ts";
import { analyzeSimulation } from "./analyze-simulation.ts";
import { certainty } from "./complaints.ts";

/** Some minutes of one server: all of it is decided in one piece. */
const fewOf = (whole: Scenario): Scenario => ({
  ...whole,
  name: "few",
  hosts: whole.hosts.map((plan) => ({ ...plan, arrivals: { kind: "steady", count: 40, everyMs: 6000 } })),
});
const few = fewOf(scenarios["calm-legacy"]);
const fewUnified = fewOf(scenarios["calm-unified-thread"]);
const end = few.startAt + 30_000 + 40 * 6000;
const part = (from: number, to: number): readonly [number, number] => [
  few.startAt + 30_000 + from * 240_000,
  few.startAt + 30_000 + to * 240_000,
];

test.each<readonly [string, Source, readonly [number, number], number]>([
  ["begins later than the others", "plugin", [0, part(0, 0.5)[1]], 0.94],
  ["ends before the others", "plugin", [part(0.5, 1)[0], 2 * end], 0.94],
  ["lacks minutes", "plugin", part(0.3, 0.7), 0.94],
  ["begins later than the others", "crp", [0, part(0, 0.5)[1]], 1],
  ["ends before the others", "crp", [part(0.5, 1)[0], 2 * end], 1],
  ["lacks minutes", "crp", part(0.3, 0.7), 1],
  ["begins later than the others", "iis", [0, part(0, 0.5)[1]], 1],
  ["ends before the others", "iis", [part(0.5, 1)[0], 2 * end], 0.99],
  ["lacks minutes", "iis", part(0.3, 0.7), 0.99],
])(
  "a log that %s (%s) takes nothing from requests that it has, and others are put together from the logs that are there",
  async (_, source, [from, to], recall) => {
    for (const seed of [1, 2]) {
      const simulation = damage(simulate(few, seed), { holes: [{ source, from, to }] }, seed);
      const accuracy = measure(simulation, await analyzeSimulation(simulation));
      expect(certainty(accuracy)).toEqual([]);
      // One that was under way when the log fell silent may come in two halves.
      expect(accuracy.requests.found - accuracy.requests.truth).toBeLessThanOrEqual(1);
      expect(accuracy.recall).toBeGreaterThanOrEqual(recall);
      expect(accuracy.outcomeShare).toBeGreaterThanOrEqual(0.9);
    }
  },
);

test.each<readonly [string, readonly [number, number]]>([
  ["begins later than", [0, part(0, 0.5)[1]]],
  ["ends before", [part(0.5, 1)[0], 2 * end]],
])(
  "where the access log %s that of the unified connector each request is there once",
  async (_, [from, to]) => {
    for (const seed of [1, 2]) {
      const holes = [{ source: "iis" as const, from, to }];
      const simulation = damage(simulate(fewUnified, seed), { holes }, seed);
      const accuracy = measure(simulation, await analyzeSimulation(simulation));
      expect(certainty(accuracy)).toEqual([]);
      expect(Math.abs(accuracy.requests.found - accuracy.requests.truth)).toBeLessThanOrEqual(1);
      expect(accuracy.recall).toBeGreaterThanOrEqual(0.96);
    }
  },
);

test.each<readonly [string, keyof typeof scenarios, readonly [number, number]]>([
  ["begins later", "calm-unified-transaction", [0, part(0, 0.5)[1]]],
  ["ends before", "calm-unified-transaction", [part(0.5, 1)[0], 2 * end]],
  ["lacks minutes", "calm-unified-transaction", part(0.3, 0.7)],
  ["begins later", "calm-unified-activity", [0, part(0, 0.5)[1]]],
  ["begins later", "calm-unified-thread", [0, part(0, 0.5)[1]]],
  ["is not there", "calm-unified-transaction", [0, 2 * end]],
])(
  "where the connector's channel of steps %s (%s) its final results find the call that they end, and each request is there once",
  async (_, name, [from, to]) => {
    for (const seed of [1, 2]) {
      const holes = [{ source: "connector-operational" as const, from, to }];
      const simulation = damage(simulate(fewOf(scenarios[name]), seed), { holes }, seed);
      const accuracy = measure(simulation, await analyzeSimulation(simulation));
      expect(certainty(accuracy)).toEqual([]);
      expect(accuracy.bound.probable.right).toBe(accuracy.bound.probable.count);
      expect(Math.abs(accuracy.requests.found - accuracy.requests.truth)).toBeLessThanOrEqual(1);
      expect(accuracy.recall).toBeGreaterThanOrEqual(0.91);
      expect(accuracy.outcomeShare).toBeGreaterThanOrEqual(0.97);
    }
  },
);
