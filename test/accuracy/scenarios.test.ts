import { afterAll, describe, expect, test } from "vitest";

import { accuracyTable, matchByTruth, measure, type AccuracyRow } from "../simulation/accuracy/index.ts";
import {
  scenarios,
  simulate,
  type Scenario,
  type ScenarioName,
  type Simulation,
} from "../simulation/index.ts";
import { isLong } from "../support/is-long.ts";
import { analyzeSimulation } from "./analyze-simulation.ts";
import { complaintsOf, type Bar } from "./complaints.ts";

const calm: Bar = { recall: 0.97, counts: true };
/** Preludes and, behind one proxy address, PKIOperation rows cannot be told apart: the reference is the bar for the rest. */
const burst: Bar = { counts: true };

/** Where the CA shares no identifier, its records of requests that came close to each other belong to nobody. */
const byTime: Bar = { recall: 0.96, counts: true };

const cases: readonly (readonly [name: ScenarioName, seeds: readonly number[], bar: Bar])[] = [
  ["calm-legacy", [1, 2], calm],
  ["calm-unified-transaction", [1, 2], calm],
  ["calm-unified-activity", [1], calm],
  ["calm-unified-thread", [1, 2], calm],
  ["both-generations", [1], calm],
  ["night", [1, 2], calm],
  ["burst-50", [1, 2], burst],
  ["burst-200", [1], burst],
  ["retries", [1, 2], calm],
  ["failures", [1, 2], calm],
  ["outage", [1], calm],
  ["clock-skew", [1], calm],
  ["device-logs", [1, 2], calm],
  ["ca-elsewhere", [1], calm],
  ["ca-by-time", [1, 2], byTime],
  ["rotation", [1], calm],
  ["header-rewrites", [1], calm],
  ["torn-ends", [1], calm],
  ["example", [1, 2], calm],
];

const rows: AccuracyRow[] = [];

afterAll(() => console.log(`\n${accuracyTable(rows)}\n`));

describe("against the simulator's truth", () => {
  const runs = cases.flatMap(([name, seeds, bar]) => seeds.map((seed) => ({ name, seed, bar })));
  test.each(runs)("$name, seed $seed", { timeout: 180_000 }, async ({ name, seed, bar }) => {
    const simulation = simulate(name, seed);
    const row = await accuracyOf(simulation, name);
    rows.push(row);
    expect(complaintsOf(row, bar)).toEqual([]);
  });
});

/** How often a device comes to each of two NDES hosts whose CA is on a third, and the least share of the CA's records that time tells of. */
const paces: readonly (readonly [everyMs: number, least: number])[] = [
  [600_000, 0.9],
  [90_000, 0.5],
  [3000, 0],
];

describe("of a CA on a host of its own that shares no identifier, 98 of 100 records are in their request", () => {
  const runs = paces.flatMap(([everyMs, least]) =>
    (isLong ? [1, 2, 3, 4, 5, 6] : [1]).map((seed) => ({ everyMs, seed, least })),
  );
  test.each(runs)("every $everyMs ms, seed $seed", { timeout: 180_000 }, async ({ everyMs, seed, least }) => {
    const simulation = simulate(everyCalled(everyMs), seed);
    const row = await accuracyOf(simulation, "ca-by-time");
    rows.push({ ...row, name: `ca-by-time, every ${everyMs / 1000} s` });
    expect(complaintsOf(row, {})).toEqual([]);
    const bound = row.accuracy.precisionByRole.get("ca") ?? { right: 0, count: 0 };
    const all = row.accuracy.recallByRole.get("ca") ?? { right: 0, count: 0 };
    expect(bound.right).toBeGreaterThanOrEqual(0.98 * bound.count);
    expect(all.right / all.count).toBeGreaterThanOrEqual(least);
  });
});

function everyCalled(everyMs: number): Scenario {
  const scenario = scenarios["ca-by-time"];
  const arrivals = { kind: "steady", count: 300, everyMs } as const;
  return { ...scenario, hosts: scenario.hosts.map((plan) => ({ ...plan, arrivals })) };
}

async function accuracyOf(simulation: Simulation, name: ScenarioName): Promise<AccuracyRow> {
  const accuracy = measure(simulation, await analyzeSimulation(simulation));
  const row = { name, seed: simulation.seed, accuracy };
  return name.startsWith("burst")
    ? { ...row, reference: besideReference(simulation, accuracy.reached) }
    : row;
}

function besideReference(
  simulation: Simulation,
  reached: ReadonlySet<object>,
): NonNullable<AccuracyRow["reference"]> {
  const { recall, records } = matchByTruth(simulation);
  return { recall, analyzed: records.filter((record) => reached.has(record)).length / records.length };
}
