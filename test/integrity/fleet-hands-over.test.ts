import { describe, expect, test } from "vitest";
import type { Shipment } from "../../collectors/contract/index.ts";
import { partitionOf } from "../../collectors/sinks/kafka/murmur2.ts";
import type { AnalysisRequest, Store } from "../../processors/contract/index.ts";
import { keeperLimits } from "../../processors/keeper/limits.ts";
import { createPartition } from "../../processors/partition/index.ts";
import { processBatches } from "../../processors/process.ts";
import type { KafkaSource } from "../../processors/sources/kafka/index.ts";
import { createMemoryStore } from "../../processors/state/index.ts";
import { simulate } from "../simulation/index.ts";
import { openKafkaBus } from "../support/kafka-bus.ts";
import type { KafkaBus } from "../support/kafka-bus.ts";
import { useKafka } from "../support/kafka.ts";
import { optionsFor } from "../support/live-partition.ts";
import { shipSimulation } from "../support/ship-simulation.ts";
import { smallScenario } from "../support/small-scenario.ts";
import { waitUntil } from "../support/wait-until.ts";
import { wakeAfter } from "../../deploy/runtime/clock.ts";

const kafka = useKafka();
const simulation = simulate(smallScenario("failures", 120), 5);
const options = optionsFor(simulation);
/** Servers only: what a device and a server tell of one request has one id, and this store keeps one of each id. */
const shipments = shipSimulation(simulation, { sliceBytes: 8192 }).filter((shipment) =>
  hostOf(shipment).startsWith("ndes"),
);

const partitions = 4;
/** A guest comes, has a share of the partitions, and leaves: so many times, each in the midst of what is shipped. */
const handOvers = 3;

/** What comes out of each partition alone, undisturbed: hosts of different partitions never meet. */
function expected(): ReadonlyMap<string, AnalysisRequest> {
  const byPartition = Map.groupBy(shipments, (shipment) => partitionOf(hostOf(shipment), partitions));
  const finals = [...byPartition.values()].flatMap((shipped) => {
    const partition = createPartition(options, null);
    partition.take(shipped);
    return partition.checkpoint("end", 0).requests.filter(({ isFinal }) => isFinal);
  });
  return new Map(finals.map(({ view }) => [view.id, view]));
}

function hostOf(shipment: Shipment): string {
  return shipment.type === "slice" ? shipment.slice.file.host : shipment.host;
}

/** A processor that can end in order, or be gone without a word. */
function processor(reader: KafkaSource, store: Store): { leave(): Promise<void>; events: string[] } {
  const stop = new AbortController();
  const events: string[] = [];
  const running = processBatches({
    source: reader.source,
    store,
    partition: options,
    limits: { ...keeperLimits, keepEveryMs: 50 },
    clock: { now: () => Date.now() },
    wake: wakeAfter,
    signal: stop.signal,
    onEvent: ({ type }) => void events.push(type),
    opened: (partition) => void events.push(`opened ${partition}`),
    closed: (partition) => void events.push(`closed ${partition}`),
  });
  return {
    events,
    leave: async () => {
      stop.abort();
      await running;
      await reader.close();
    },
  };
}

/** Partitions that a processor has now. */
function held({ events }: ReturnType<typeof processor>): number {
  const told = (word: string): number => events.filter((event) => event.startsWith(`${word} `)).length;
  return told("opened") - told("closed");
}

async function finals(store: Store): Promise<ReadonlyMap<string, AnalysisRequest>> {
  const found = new Map<string, AnalysisRequest>();
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<Store["lookup"]["list"]>> = await store.lookup.list(
      {},
      { limit: 1000, cursor },
    );
    for (const { view, isFinal } of page.requests) if (isFinal) found.set(view.id, view);
    cursor = page.next;
    if (cursor === null) return found;
  }
}

async function ship(bus: KafkaBus, pause: () => Promise<void>): Promise<void> {
  const sink = bus.sink();
  const { signal } = new AbortController();
  for (let from = 0; from < shipments.length; from += 20) {
    await sink.send(shipments.slice(from, from + 20), signal);
    await pause();
  }
}

describe("processors that share the partitions of a topic", () => {
  test("members that join and leave all the time change nothing of what comes out", async () => {
    const wanted = expected();
    expect(wanted.size).toBeGreaterThan(60);
    const bus = await openKafkaBus(kafka, { partitions });
    const store = createMemoryStore();
    const first = processor(bus.reader(), store);
    let guest: ReturnType<typeof processor> | null = null;
    let rounds = 0;
    await ship(bus, async () => {
      rounds += 1;
      if (rounds > 2 * handOvers) return;
      if (guest === null) {
        await waitUntil(() => held(first) === partitions, "the first has all partitions");
        guest = processor(bus.reader(), store);
        const newcomer = guest;
        await waitUntil(() => held(newcomer) > 0 && held(first) < partitions, "the guest has its share");
      } else {
        await guest.leave();
        guest = null;
      }
    });
    expect(rounds).toBeGreaterThan(2 * handOvers);
    await waitUntil(async () => (await finals(store)).size >= wanted.size, "all are final");
    await first.leave();
    await bus.close();
    const sorted = (requests: ReadonlyMap<string, AnalysisRequest>): readonly AnalysisRequest[] =>
      [...requests.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(sorted(await finals(store))).toEqual(sorted(wanted));
    expect((await store.lookup.summary({})).provisional).toBe(0);
  }, 400_000);
});
