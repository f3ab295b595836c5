import { hash } from "node:crypto";
import { describe, expect, test } from "vitest";

import type { Shipment } from "../../collectors/contract/index.ts";
import { toAnalysisRequest } from "../../processors/contract/index.ts";
import type { AnalysisRequest, Commit } from "../../processors/contract/index.ts";
import { analyze } from "../../processors/index.ts";
import { createPartition } from "../../processors/partition/index.ts";
import type { Partition, PartitionOptions } from "../../processors/partition/index.ts";
import { damage, simulate } from "../simulation/index.ts";
import type { ScenarioName, Simulation } from "../simulation/index.ts";
import { optionsFor } from "../support/live-partition.ts";
import { shipSimulation } from "../support/ship-simulation.ts";
import { smallScenario } from "../support/small-scenario.ts";

type Requests = ReadonlyMap<string, AnalysisRequest>;

async function analysed(shipments: readonly Shipment[], options: PartitionOptions): Promise<Requests> {
  async function* slices(): AsyncGenerator<
    Parameters<typeof analyze>[0] extends AsyncIterable<infer T> ? T : never
  > {
    for (const one of shipments) if (one.type === "slice") yield { slice: one.slice, at: one.floor };
  }
  const requests = new Map<string, AnalysisRequest>();
  const hosts = {
    hostOf: options.hostOf,
    zoneOf: (file: Parameters<typeof options.zoneOf>[0]) => options.zoneOf(file, 0),
  };
  for await (const finding of analyze(slices(), hosts)) {
    if (finding.type !== "request") continue;
    const view = toAnalysisRequest(finding.request, finding.claim, (fileId) => fileId);
    requests.set(view.id, view);
  }
  return requests;
}

/** What a store would hold. */
class Shelf {
  readonly final = new Map<string, AnalysisRequest>();
  readonly provisional = new Map<string, AnalysisRequest>();
  readonly state = new Map<string, Uint8Array>();
  put({ requests, gone, checkpoint }: Commit): void {
    for (const { view, isFinal } of requests) {
      this.provisional.delete(view.id);
      (isFinal ? this.final : this.provisional).set(view.id, view);
    }
    for (const { id } of gone) this.provisional.delete(id);
    for (const [name, piece] of checkpoint?.state ?? []) if (piece !== null) this.state.set(name, piece);
  }
}

interface Life {
  readonly simulation: Simulation;
  readonly shipments: readonly Shipment[];
  readonly options: PartitionOptions;
}

/** Takes everything; shows and keeps now and then; is killed after each `killEvery` shipments, of which the last few were not kept. */
function lived(
  { simulation, shipments, options }: Life,
  killEvery: number,
  shippedFrom: "where the state stands" | "the bus" = "where the state stands",
): Shelf {
  const shelf = new Shelf();
  const bytesOf = new Map(simulation.files.map(({ path, bytes }) => [path, bytes]));
  let partition = createPartition(options, null);
  let kept = 0;
  let nextKill = killEvery;
  for (let index = 0; index < shipments.length; index += 1) {
    const shipment = shipments[index];
    if (shipment !== undefined)
      partition.take([shippedFrom === "the bus" ? shipment : again(shipment, partition, bytesOf)]);
    if (index % 7 === 0) shelf.put(partition.show(index).commit);
    if (index % 20 === 19) {
      shelf.put(partition.checkpoint(String(index), index));
      kept = index;
    }
    if (index === nextKill) {
      nextKill += killEvery;
      partition = createPartition(options, shelf.state);
      shelf.provisional.clear();
      index = kept;
    }
  }
  for (let isMore = true; isMore;) {
    const shown = partition.show(0);
    shelf.put(shown.commit);
    ({ isMore } = shown);
  }
  shelf.put(partition.checkpoint("end", 0));
  return shelf;
}

/** A collector goes on where the state says that the file was read to. */
function again(shipment: Shipment, partition: Partition, bytesOf: ReadonlyMap<string, Uint8Array>): Shipment {
  if (shipment.type !== "slice") return shipment;
  const { slice } = shipment;
  const from = partition.resumeAt(slice.file.id)?.offset ?? slice.offset;
  if (from >= slice.offset) return shipment;
  const bytes = bytesOf.get(slice.file.id)?.subarray(from, slice.offset + slice.bytes.length) ?? slice.bytes;
  return { ...shipment, slice: { ...slice, offset: from, bytes } };
}

const scenarios: readonly ScenarioName[] = [
  "calm-legacy",
  "calm-unified-transaction",
  "failures",
  "retries",
  "device-logs",
  "ca-elsewhere",
  "ca-by-time",
  "rotation",
];

describe.each(scenarios)("%s", (name) => {
  const simulation = simulate(smallScenario(name, 60), 3);
  const options = optionsFor(simulation);
  const shipments = shipSimulation(simulation, { sliceBytes: 16_384 });
  const life = { simulation, shipments, options };

  test("followed live it gives the requests that an analysis of the same files gives, byte for byte", async () => {
    const expected = await analysed(shipments, options);
    const { final, provisional } = lived(life, Number.POSITIVE_INFINITY);
    expect(sorted(final)).toEqual(sorted(expected));
    expect([...provisional.keys()]).toEqual([]);
  });

  test.each([23, 90])("so it does when it is killed every %i shipments", async (killEvery) => {
    const expected = await analysed(shipments, options);
    const { final, provisional } = lived(life, killEvery);
    expect(sorted(final)).toEqual(sorted(expected));
    expect([...provisional.keys()]).toEqual([]);
  });

  test("a request has the same id where its files have other names and were changed some seconds ago", async () => {
    const expected = await analysed(shipments, options);
    const found = await analysed(shipments.map(elsewhere), options);
    expect([...found.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
  });

  test("so it does when a bus remembers what was shipped, and brings it again from the last checkpoint", async () => {
    const expected = await analysed(shipments, options);
    const { final, provisional } = lived(life, 37, "the bus");
    expect(sorted(final)).toEqual(sorted(expected));
    expect([...provisional.keys()]).toEqual([]);
  });
});

test("a CA whose clock is twenty minutes behind changes no id: its records join what is still there", async () => {
  const clocks = [{ source: "security" as const, offsetMs: -20 * 60_000, stepAt: null, stepMs: 0 }];
  const right = simulate(smallScenario("ca-elsewhere", 60), 3);
  const simulation = damage(right, { clocks }, 3);
  const options = optionsFor(simulation);
  const behind = shipSimulation(simulation, { sliceBytes: 2048 });
  const shipments = asWritten(behind, shipSimulation(right, { sliceBytes: 2048 }));
  const expected = await analysed(behind, options);
  const { final } = lived({ simulation, shipments, options }, Number.POSITIVE_INFINITY, "the bus");
  expect([...final.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
});

/** Collectors ship what is there as it is written, whatever its stamps say, and report in between that it is all there is: so it is late by what its clock is behind. */
function asWritten(shipments: readonly Shipment[], right: readonly Shipment[]): readonly Shipment[] {
  const byPlace = new Map(shipments.map((one) => [placeOf(one), one]));
  expect(byPlace.size).toBe(right.length);
  const reports = shipments.filter(({ type }) => type === "sources");
  return right.flatMap((one, index) => {
    const next = right[index + 1];
    const floor = next?.type === "slice" ? next.floor : null;
    const told = floor === null ? [] : reports.map((report) => ({ ...report, readAt: floor + 5000 }));
    return [byPlace.get(placeOf(one)) ?? one, ...told];
  });
}

/** Collectors of one site that begin some seconds apart: each ships what is there, and goes on reporting. */
function oneAfterTheOther(shipments: readonly Shipment[]): readonly Shipment[] {
  const hosts = [...new Set(shipments.map(hostOf))];
  const moments = Array.from({ length: 20 }, (_, index) => index * 5000);
  return hosts
    .flatMap((host, index) => {
      const own = shipments.filter((one) => hostOf(one) === host);
      const beginsAt = index * 500;
      const reports = own.filter(({ type }) => type === "sources");
      const repeated = moments.flatMap((ms) => reports.map((one) => later(one, beginsAt + ms)));
      return [...own.map((one) => later(one, beginsAt)), ...repeated];
    })
    .toSorted((a, b) => (a.arrivedAt ?? 0) - (b.arrivedAt ?? 0));
}

function later<T extends Shipment>(shipment: T, ms: number): T {
  const readAt = shipment.readAt + ms;
  return { ...shipment, readAt, arrivedAt: readAt };
}

function placeOf(shipment: Shipment): string {
  return shipment.type === "slice" ? `${shipment.slice.file.id} ${shipment.slice.offset}` : shipment.host;
}

function hostOf(shipment: Shipment): string {
  return shipment.type === "slice" ? shipment.slice.file.host : shipment.host;
}

describe.each<ScenarioName>(["device-logs", "ca-elsewhere", "ca-by-time"])("%s", (name) => {
  const simulation = simulate(smallScenario(name, 60), 3);
  const gather = { ms: 60_000, bytesMax: 2 ** 26 };
  const options = { ...optionsFor(simulation), gather };
  const inOrder = shipSimulation(simulation, { sliceBytes: 16_384 });
  const shipments = oneAfterTheOther(inOrder);

  test.each([Number.POSITIVE_INFINITY, 37])(
    "collectors that begin one after the other are waited for, and nothing comes too late for its request, killed every %d shipments",
    async (killEvery) => {
      const expected = await analysed(inOrder, options);
      const { final } = lived({ simulation, shipments, options }, killEvery, "the bus");
      expect(sorted(final)).toEqual(sorted(expected));
    },
  );

  test("where nobody is waited for, what came later is not with its request", async () => {
    const expected = await analysed(inOrder, options);
    const hasty = { ...options, gather: { ...gather, bytesMax: 0 } };
    const { final } = lived({ simulation, shipments, options: hasty }, Number.POSITIVE_INFINITY, "the bus");
    expect(sorted(final)).not.toEqual(sorted(expected));
    expect(final.size).toBeGreaterThanOrEqual(expected.size);
  });
});

/** The same files where they are known by other names, and changed at a moment that an archive tells in steps of two seconds. */
function elsewhere(shipment: Shipment): Shipment {
  if (shipment.type !== "slice") return shipment;
  const { id, modifiedAt } = shipment.slice.file;
  const file = {
    ...shipment.slice.file,
    id: hash("sha1", id),
    modifiedAt: modifiedAt === null ? null : modifiedAt - (modifiedAt % 2000),
  };
  return { ...shipment, slice: { ...shipment.slice, file } };
}

function sorted(requests: Requests): readonly AnalysisRequest[] {
  return [...requests.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
