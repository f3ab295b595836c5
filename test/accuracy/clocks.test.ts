import { afterAll, describe, expect, test } from "vitest";
import { accuracyTable, measure } from "../simulation/accuracy/index.ts";
import type { AccuracyRow } from "../simulation/accuracy/index.ts";
import { damage, scenarios, simulate } from "../simulation/index.ts";
import type { DamageSpec, Scenario, Source } from "../simulation/index.ts";
import { isLong } from "../support/is-long.ts";
import { analyzeSimulation } from "./analyze-simulation.ts";
import { certainty } from "./complaints.ts";

const hour = 3_600_000;

/** Longer than an hour: what is moved by one lies beside what belongs to others. */
const long: Scenario = {
  ...scenarios["calm-legacy"],
  name: "an hour off",
  hosts: scenarios["calm-legacy"].hosts.map((plan) => ({
    ...plan,
    noiseEveryMs: 60_000,
    arrivals: { kind: "steady", count: 450, everyMs: 20_000 },
  })),
};
const halfway = long.startAt + 75 * 60_000;

const off = (source: Source | "all", offsetMs: number): DamageSpec => ({
  clocks: [{ source, offsetMs, stepAt: null, stepMs: 0 }],
});
const stepping = (source: Source | "all", stepMs: number): DamageSpec => ({
  clocks: [{ source, offsetMs: 0, stepAt: halfway, stepMs }],
});

const rows: AccuracyRow[] = [];

afterAll(() => console.log(`\n${accuracyTable(rows)}\n`));

describe("clocks that are an hour off bind nothing wrongly as certain", () => {
  test.each<readonly [name: string, spec: DamageSpec, requestsAtMost: number]>([
    ["plugin an hour behind", off("plugin", -hour), Number.POSITIVE_INFINITY],
    ["plugin an hour ahead", off("plugin", hour), Number.POSITIVE_INFINITY],
    ["crp an hour behind", off("crp", -hour), Number.POSITIVE_INFINITY],
    ["plugin set back by an hour", stepping("plugin", -hour), Number.POSITIVE_INFINITY],
    ["host set back by an hour", stepping("all", -hour), 455],
  ])("%s", { timeout: 60_000 }, async (name, spec, requestsAtMost) => {
    const complaints: string[] = [];
    for (const seed of isLong ? [1, 2, 3, 4] : [1]) {
      const simulation = damage(simulate(long, seed), spec, seed);
      const analyzed = await analyzeSimulation(simulation);
      const accuracy = measure(simulation, analyzed);
      rows.push({ name, seed, accuracy });
      complaints.push(...certainty(accuracy).map((complaint) => `seed ${seed}: ${complaint}`));
      expect(accuracy.requests.found).toBeLessThanOrEqual(requestsAtMost);
    }
    expect(complaints).toEqual([]);
  });
});
