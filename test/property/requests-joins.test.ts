import { describe, expect, it } from "vitest";
import type { Observation, Request } from "../../processors/contract/index.ts";
import { simulate } from "../simulation/index.ts";
import type { ScenarioName, Simulation } from "../simulation/index.ts";
import { createTruthIndex } from "../simulation/accuracy/truth-index.ts";
import { feedBook, placeOf, sortedEntries } from "../support/feed-book.ts";
import { observeSimulation } from "../support/observe-simulation.ts";
import type { ObservedFile } from "../support/observe-simulation.ts";
import { smallScenario } from "../support/small-scenario.ts";

const cases: readonly (readonly [name: ScenarioName, count: number])[] = [
  ["calm-legacy", 40],
  ["calm-unified-transaction", 40],
  ["calm-unified-activity", 40],
  ["calm-unified-thread", 40],
  ["both-generations", 60],
  ["burst-50", 0],
  ["coarse-tick", 80],
  ["retries", 60],
  ["failures", 60],
  ["outage", 20],
  ["clock-skew", 40],
  ["device-logs", 40],
  ["ca-elsewhere", 40],
  ["ca-by-time", 40],
  ["header-rewrites", 60],
  ["torn-ends", 40],
];

/** Of these a request has one. */
const singles = ["transactionId", "thumbprint", "serialNumber"] as const;

describe.each(cases)("the requests of %s (%i a host)", (name, count) => {
  const simulation = simulate(smallScenario(name, count), 5);
  const files = observeSimulation(simulation);
  const observations = files.flatMap((file) => file.observations);
  const { requests, unbound } = feedBook([{ add: observations }]);

  it("never hold two identifiers of which a request has one", () => {
    for (const { keys } of requests) {
      for (const type of singles) expect(keys.get(type)?.length ?? 0).toBeLessThanOrEqual(1);
    }
  });

  it("have ids that no other request has", () => {
    const ids = requests.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("hold each record once; all others are counted as unbound", () => {
    const bound = requests.flatMap(({ evidence }) => evidence.map(({ observation }) => placeOf(observation)));
    expect(new Set(bound).size).toBe(bound.length);
    const byKind = countKinds(observations);
    for (const { evidence } of requests) {
      for (const { observation } of evidence)
        byKind.set(observation.kind, (byKind.get(observation.kind) ?? 0) - 1);
    }
    expect(unbound.records).toBe(observations.length - bound.length);
    expect(sortedEntries(unbound.byKind)).toEqual(sortedEntries(byKind).filter(([, left]) => left !== 0));
  });

  it("show their evidence in order of time, then file and place", () => {
    for (const { evidence } of requests) {
      const places = evidence.map(({ observation }) => observation);
      expect(places).toEqual(places.toSorted(inOrder));
    }
  });

  it("name no candidate that is their own evidence, and none twice", () => {
    for (const { evidence, candidates } of requests) {
      const own = new Set(evidence.map(({ observation }) => placeOf(observation)));
      const named = candidates.map(({ observation }) => placeOf(observation));
      expect(named.filter((place) => own.has(place))).toEqual([]);
      expect(new Set(named).size).toBe(named.length);
    }
  });

  it("mix nothing that is certain, also when any one source is missing altogether", () => {
    expect(mixedUp(simulation, requests)).toEqual([]);
    const writers = new Set(files.map(({ writer }) => writer).filter((writer) => writer !== ""));
    for (const writer of writers) {
      const without = feedBook([{ add: observationsWithout(files, writer) }]);
      expect({ without: writer, mixed: mixedUp(simulation, without.requests) }).toEqual({
        without: writer,
        mixed: [],
      });
    }
  });
});

function countKinds(observations: readonly Observation[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of observations) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function inOrder(a: Observation, b: Observation): number {
  const byTime = (a.at ?? Number.MAX_VALUE) - (b.at ?? Number.MAX_VALUE);
  if (byTime !== 0) return byTime;
  if (a.fileId !== b.fileId) return a.fileId < b.fileId ? -1 : 1;
  return a.offset - b.offset;
}

function observationsWithout(files: readonly ObservedFile[], writer: string): Observation[] {
  return files.filter((file) => file.writer !== writer).flatMap((file) => file.observations);
}

/** Requests whose key and exact evidence really belongs to more than one, in words. */
function mixedUp({ truth }: Simulation, requests: readonly Request[]): string[] {
  const index = createTruthIndex(truth);
  return requests.flatMap(({ id, evidence }) => {
    const owners = new Map<string | null, string>();
    for (const { observation, grade, why } of evidence) {
      const record = index.at(observation.fileId, observation.offset);
      // A batch of uploads speaks of many requests.
      if (grade === "probable" || record === null || record.role === "upload-batch") continue;
      owners.set(record.request, `${record.request}: ${grade} ${observation.kind}, ${why}`);
    }
    return owners.size > 1 ? [`${id} holds ${[...owners.values()].join("; ")}`] : [];
  });
}
