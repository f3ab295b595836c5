import { describe, expect, test } from "vitest";

import { metrics as catalogue, runtimePrefixes } from "../../processors/contract/index.ts";
import {
  busStanding,
  createExposer,
  createFleetCounts,
  createMetrics,
  partitionStanding,
  storeStanding,
} from "../../processors/metrics/index.ts";
import type { Metrics } from "../../processors/metrics/index.ts";
import { simulate } from "../simulation/index.ts";
import type { ScenarioName, Simulation } from "../simulation/index.ts";
import { expositionLines } from "../support/exposition-lines.ts";
import { hostSource } from "../support/host-source.ts";
import { meterSimulation } from "../support/metered-simulation.ts";
import { quietView, scrapeKept } from "../support/metered.ts";
import { observed } from "../support/observed.ts";

/** What a scrape of a pipeline at work finds beside the totals. */
const workingView: typeof quietView = {
  provisional: [
    {
      host: "ndes01",
      isDevice: false,
      outcome: "open",
      stageReached: 2,
      startedAt: 1e12,
      endedAt: null,
      cause: null,
    },
  ],
  hosts: [
    {
      host: "ndes01",
      passedAt: 1e12,
      eventAt: 1e12,
      readAt: 1e12,
      problems: [],
      sources: [hostSource({ bytesShipped: 1, changedAt: 1e12, records: 1, eventAt: 1e12 })],
    },
  ],
  health: { ...quietView.health, checkpointAt: 1e12 },
};

test("every metric of the catalogue is emitted by a run, and nothing that is not in it", async () => {
  const metrics = createMetrics();
  for (const name of ["example", "failures"] as const) await meterSimulation(metrics, simulate(name, 1));
  // The only thing that no simulated log tells.
  metrics.observe([observed("connector", "issue.issued", { facts: { notAfter: 1e12 } })]);
  const standing = partitionStanding({ waiting: 1, isRebuilding: false });
  const { text } = await createExposer().expose("text", [
    { partition: null, samplesOf: createFleetCounts().samplesOf },
    { partition: null, samplesOf: busStanding(false) },
    { partition: null, samplesOf: storeStanding(false) },
    { partition: "p0", samplesOf: standing },
  ]);
  const lines = [...(await scrapeKept(metrics, workingView)), ...expositionLines(text)];
  const types = new Map(catalogue.map(({ name, type }) => [name, type]));
  const family = (name: string): string => {
    const bare = name.replace(/_(?:bucket|sum|count)$/, "");
    return types.get(bare) === "histogram" ? bare : name;
  };
  const emitted = new Set(
    lines
      .map(({ name }) => family(name))
      .filter((name) => !runtimePrefixes.some((prefix) => name.startsWith(prefix))),
  );
  expect(
    [...emitted].toSorted(),
    "what is in the catalogue is emitted by processors/metrics/, and what is emitted stands in processors/contract/metrics/",
  ).toEqual([...types.keys()].toSorted());
});

/** Requests by what became of them; one that succeeded without a cause has none. */
type Counts = ReadonlyMap<string, number>;

describe("final requests are counted as the simulator knows them", () => {
  const names: readonly ScenarioName[] = [
    "example",
    "calm-legacy",
    "calm-unified-transaction",
    "both-generations",
    "failures",
    "outage",
    "device-logs",
    "ca-elsewhere",
  ];
  test.each(names)("%s", async (name) => {
    const metrics = createMetrics();
    const simulation = simulate(name, 1);
    await meterSimulation(metrics, simulation);
    expect(await counted(metrics)).toEqual(known(simulation));
  });
});

function known({ truth }: Simulation): Counts {
  return sorted(
    truth.requests.flatMap(({ outcome, cause }) => [
      [outcome, 1] as const,
      ...(cause === null ? [] : [[`${outcome} ${cause}`, 1] as const]),
    ]),
  );
}

async function counted(metrics: Metrics): Promise<Counts> {
  const lines = await scrapeKept(metrics);
  return sorted(
    lines
      .filter(({ name, value }) => value > 0 && /^scep_request(?:s|_causes)_total$/.test(name))
      .map(({ labels, value }) => {
        const { outcome = "", cause } = labels;
        return [cause === undefined ? outcome : `${outcome} ${cause}`, value] as const;
      }),
  );
}

function sorted(counts: readonly (readonly [string, number])[]): Counts {
  const sums = new Map<string, number>();
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
  return new Map([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
