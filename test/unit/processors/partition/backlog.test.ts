import { expect, test } from "vitest";
import type { Shipment, SourceReport } from "../../../../collectors/contract/index.ts";
import { createPartition } from "../../../../processors/partition/index.ts";
import type { Partition } from "../../../../processors/partition/index.ts";
import { simulate } from "../../../simulation/index.ts";
import { optionsFor } from "../../../support/live-partition.ts";
import { shipSimulation } from "../../../support/ship-simulation.ts";
import { smallScenario } from "../../../support/small-scenario.ts";

const simulation = simulate(smallScenario("failures", 40), 1);
const shipments = shipSimulation(simulation, { sliceBytes: 16_384 });
const slices = shipments.filter(({ type }) => type === "slice");
const reports = shipments.filter((one): one is SourceReport => one.type === "sources");

function lookedAt(shipment: Shipment, readAt: number): Shipment {
  return { ...shipment, readAt };
}

function shownBy(partition: Partition): { requests: number; finals: number } {
  const shown = new Set<string>();
  for (let isMore = true; isMore;) {
    const { commit, isMore: isLeft } = partition.show(0);
    for (const { id } of commit.gone) shown.delete(id);
    for (const { view } of commit.requests) shown.add(view.id);
    isMore = isLeft;
  }
  return { requests: shown.size, finals: partition.checkpoint("here", 0).requests.length };
}

const longAfter = simulation.scenario.startAt + 25 * 60_000;

test("while a host is behind, old records are not shown, and once it has caught up what is not final yet is", () => {
  const all = createPartition(optionsFor(simulation), null);
  all.take(shipments);
  const { finals: expected } = shownBy(all);
  const partition = createPartition(optionsFor(simulation), null);
  partition.take(slices.map((one) => lookedAt(one, longAfter)));
  expect(shownBy(partition)).toEqual({ requests: 0, finals: 0 });
  const behind = reports.map((report) => ({
    ...report,
    readAt: longAfter,
    sources: report.sources.map((source) => ({ ...source, condition: "behind" as const })),
  }));
  partition.take(behind);
  expect(shownBy(partition).requests).toBe(0);
  partition.take(reports.map((report) => lookedAt(report, longAfter)));
  const { requests, finals } = shownBy(partition);
  expect(requests).toBeGreaterThan(0);
  expect(requests + finals).toBe(expected);
});

test("while a host is behind, what is logged just now is shown", () => {
  const partition = createPartition(optionsFor(simulation), null);
  partition.take(slices.map((one) => lookedAt(one, simulation.scenario.startAt)));
  expect(shownBy(partition).requests).toBeGreaterThan(0);
});
