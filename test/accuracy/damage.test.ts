import { afterAll, describe, expect, test } from "vitest";

import { accuracyTable, measure, type AccuracyRow } from "../simulation/accuracy/index.ts";
import {
  damage,
  scenarios,
  simulate,
  type DamageSpec,
  type Scenario,
  type Source,
} from "../simulation/index.ts";
import { isLong } from "../support/is-long.ts";
import { analyzeSimulation } from "./analyze-simulation.ts";
import { certainty } from "./complaints.ts";

/** A busy hour, in which neighbours overlap: where a lost or moved record finds a wrong partner most easily. */
const busy: Scenario = {
  ...scenarios["calm-legacy"],
  name: "busy",
  hosts: scenarios["calm-legacy"].hosts.map((plan) => ({
    ...plan,
    arrivals: { kind: "steady", count: 300, everyMs: 350 },
  })),
};
const unified: Scenario = {
  ...scenarios["calm-unified-thread"],
  name: "busy-unified",
  hosts: scenarios["calm-unified-thread"].hosts.map((plan) => ({
    ...plan,
    arrivals: { kind: "steady", count: 300, everyMs: 700 },
  })),
};

/** Every way in which the CA and the challenge are refused, of which NDES tells by thread and time only. */
const failing: Scenario = {
  ...scenarios.failures,
  name: "busy-failures",
  hosts: scenarios.failures.hosts.map((plan) => ({
    ...plan,
    arrivals: { kind: "steady", count: 300, everyMs: 700 },
    troubles: [],
  })),
};
/** Devices that try again with the same key, whose own clocks are off by about as much as lies between two tries. */
const retrying: Scenario = {
  ...scenarios.retries,
  name: "busy-retries",
  hosts: scenarios.retries.hosts.map((plan) => ({
    ...plan,
    arrivals: { kind: "steady", count: 300, everyMs: 700 },
    androidGets: true,
    deviceLogs: 1,
    deviceSkewMs: 240_000,
  })),
};

const legacySources: readonly Source[] = ["iis", "plugin", "crp", "status", "security", "application"];
const timed: readonly Source[] = ["iis", "plugin", "crp"];
const halfway = busy.startAt + 30_000 + 50_000;

/** A dozen stretches of time of which a source has nothing. */
const holesIn = (source: Source, lengthMs: number): DamageSpec => ({
  holes: Array.from({ length: 12 }, (_, index) => {
    const from = busy.startAt + 32_000 + index * 7000;
    return { source, from, to: from + lengthMs };
  }),
});

const specs: readonly (readonly [name: string, spec: DamageSpec, scenario: Scenario])[] = [
  ["whole", {}, busy],
  ...legacySources.map(
    (source) => [`3 % of ${source} lost`, { lose: [{ source, share: 0.03 }] }, busy] as const,
  ),
  ["3 % of all lost", { lose: legacySources.map((source) => ({ source, share: 0.03 })) }, busy],
  ["half of iis lost", { lose: [{ source: "iis", share: 0.5 }] }, busy],
  ...timed.flatMap((source) => [
    [`${source} 100 ms off`, { clocks: [{ source, offsetMs: 100, stepAt: null, stepMs: 0 }] }, busy] as const,
    [`${source} 1 s off`, { clocks: [{ source, offsetMs: -1000, stepAt: null, stepMs: 0 }] }, busy] as const,
    [
      `${source} steps by 500 ms`,
      { clocks: [{ source, offsetMs: 0, stepAt: halfway, stepMs: 500 }] },
      busy,
    ] as const,
  ]),
  ["10 % of crp lost", { lose: [{ source: "crp", share: 0.1 }] }, busy],
  ["plugin 50 ms off", { clocks: [{ source: "plugin", offsetMs: 50, stepAt: null, stepMs: 0 }] }, busy],
  ["iis steps by 50 ms", { clocks: [{ source: "iis", offsetMs: 0, stepAt: halfway, stepMs: 50 }] }, busy],
  [
    "crp steps back by 100 ms",
    { clocks: [{ source: "crp", offsetMs: 0, stepAt: halfway, stepMs: -100 }] },
    busy,
  ],
  [
    "plugin steps back by 1 s",
    { clocks: [{ source: "plugin", offsetMs: 0, stepAt: halfway, stepMs: -1000 }] },
    busy,
  ],
  ["holes in plugin", holesIn("plugin", 700), busy],
  ["all files torn", { tear: "all" }, busy],
  ["all files padded", { pad: { sources: legacySources, bytes: 4096 } }, busy],
  [
    "unified: 3 % of the connector lost",
    { lose: [{ source: "connector-operational", share: 0.03 }] },
    unified,
  ],
  [
    "unified: 20 % of the connector lost",
    { lose: [{ source: "connector-operational", share: 0.2 }] },
    unified,
  ],
  ["unified: holes in the connector", holesIn("connector-operational", 1500), unified],
  [
    "unified: the operational channel 500 ms off",
    { clocks: [{ source: "connector-operational", offsetMs: 500, stepAt: null, stepMs: 0 }] },
    unified,
  ],
  ["unified: iis 50 ms off", { clocks: [{ source: "iis", offsetMs: 50, stepAt: null, stepMs: 0 }] }, unified],
  ["unified: iis 1 s off", { clocks: [{ source: "iis", offsetMs: 1000, stepAt: null, stepMs: 0 }] }, unified],
  [
    "unified: application steps by 500 ms",
    { clocks: [{ source: "application", offsetMs: 0, stepAt: halfway, stepMs: 500 }] },
    unified,
  ],
  [
    "application 4 s off",
    { clocks: [{ source: "application", offsetMs: -4000, stepAt: null, stepMs: 0 }] },
    failing,
  ],
  ["devices' clocks minutes off", {}, retrying],
];

const rows: AccuracyRow[] = [];

afterAll(() => console.log(`\n${accuracyTable(rows)}\n`));

describe("damaged logs cost recall, never a wrong certainty", () => {
  test.each(specs)("%s", { timeout: 60_000 }, async (name, spec, scenario) => {
    const complaints: string[] = [];
    for (const seed of isLong ? [1, 2, 3, 4] : [1]) {
      const simulation = damage(simulate(scenario, seed), spec, seed);
      const accuracy = measure(simulation, await analyzeSimulation(simulation));
      rows.push({ name, seed, accuracy });
      complaints.push(...certainty(accuracy).map((complaint) => `seed ${seed}: ${complaint}`));
    }
    expect(complaints).toEqual([]);
  });
});
