import { afterAll, describe, expect, test } from "vitest";

import { accuracyTable, matchByTruth, measure, type AccuracyRow } from "../simulation/accuracy/index.ts";
import { simulate, type ScenarioName, type Simulation } from "../simulation/index.ts";
import { analyzeSimulation } from "./analyze-simulation.ts";
import { complaintsOf, type Bar } from "./complaints.ts";

const calm: Bar = { recall: 0.97, counts: true };
/** Preludes and, behind one proxy address, PKIOperation rows cannot be told apart: the reference is the bar for the rest. */
const burst: Bar = { counts: true };

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
