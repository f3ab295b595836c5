import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { auditSimulation } from "../../simulation/audit.ts";
import { scenarios, simulate } from "../../simulation/index.ts";
import type { ScenarioName, Simulation } from "../../simulation/index.ts";

const names = Object.keys(scenarios).filter((name): name is ScenarioName => name in scenarios);

function digest(simulation: Simulation): string {
  const hash = createHash("sha256");
  for (const file of simulation.files) hash.update(`${file.path} ${file.modifiedAt}\n`).update(file.bytes);
  for (const [path, records] of simulation.truth.records) hash.update(path).update(JSON.stringify(records));
  return hash.update(JSON.stringify(simulation.truth.requests)).digest("hex");
}

describe("a simulation", () => {
  test("is the same for the same scenario and seed", () => {
    expect(digest(simulate("failures", 3))).toBe(digest(simulate("failures", 3)));
  });

  test("differs for another seed", () => {
    expect(digest(simulate("calm-legacy", 1))).not.toBe(digest(simulate("calm-legacy", 2)));
  });

  test.each(names)(
    "of %s has bytes and a truth that agree, rows in order of completion, nested calls, honest threads",
    (name) => {
      expect(auditSimulation(simulate(name, 5))).toEqual([]);
    },
  );

  test.each(names)("of %s starts each request at the first of its records", (name) => {
    const simulation = simulate(name, 2);
    const first = new Map<string, number>();
    for (const records of simulation.truth.records.values()) {
      for (const { request, at } of records)
        if (request !== null) first.set(request, Math.min(at, first.get(request) ?? at));
    }
    const wrong = simulation.truth.requests.filter(
      (request) => request.startedAt > (first.get(request.id) ?? request.startedAt),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the audit", () => {
  const whole = simulate("example", 1);
  const path = "ndes01/NDESPolicyModule/Logs/NDESPlugin.log";
  const forged = (
    change: (record: { offset: number; request: string | null; at: number }) => object,
    of = path,
  ): Simulation => {
    const records = new Map(whole.truth.records);
    records.set(
      of,
      (records.get(of) ?? []).map((record) => ({ ...record, ...change(record) })),
    );
    return { ...whole, truth: { ...whole.truth, records } };
  };

  test.each([
    ["offsets that are one byte off", forged(({ offset }) => ({ offset: offset + 1 }))],
    ["records given to a request that does not exist", forged(() => ({ request: "nobody-1" }))],
    [
      "records given to another request",
      forged(({ request }) => ({ request: request === null ? null : "ndes01-1" })),
    ],
    ["records at another time", forged(({ at }) => ({ at: at - 60_000 }))],
    [
      "rows in another order",
      forged(
        ({ at }) => ({ at: -at }),
        [...whole.truth.records.keys()].find((key) => key.includes("/IIS/")),
      ),
    ],
  ])("notices %s", (_what, simulation) => {
    expect(auditSimulation(simulation).length).toBeGreaterThan(0);
  });

  test("notices records that the truth does not know", () => {
    const records = new Map(whole.truth.records);
    records.set(path, (records.get(path) ?? []).slice(1));
    expect(auditSimulation({ ...whole, truth: { ...whole.truth, records } }).length).toBeGreaterThan(0);
  });
});
