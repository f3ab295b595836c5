import { expect, test } from "vitest";
import type { Batch, BusSource } from "../../../collectors/contract/index.ts";
import { StoreFailed, StoreFenced } from "../../../processors/contract/index.ts";
import type { Commit, Owned, Store } from "../../../processors/contract/index.ts";
import { keeperLimits } from "../../../processors/keeper/limits.ts";
import { createMemoryBus, createMemoryStore } from "../../../processors/live.ts";
import { processBatches } from "../../../processors/process.ts";
import { simulate } from "../../simulation/index.ts";
import { optionsFor } from "../../support/live-partition.ts";
import { smallScenario } from "../../support/small-scenario.ts";

const simulation = simulate(smallScenario("calm-legacy", 1), 5);

/** Refuses so many times to give a partition away. */
function refusing(store: Store, times: number, code: Refusal): Store {
  let refusals = 0;
  const own: Store["own"] = async (partition) => {
    refusals += 1;
    if (refusals <= times) throw errorOf(code, partition);
    return store.own(partition);
  };
  return { ...store, own };
}

type Refusal = "store.busy" | "store.newer" | "store.damaged" | "fenced" | "forgotten";

function errorOf(code: Refusal, partition: string): Error {
  if (code === "fenced") return new StoreFenced(partition, 1);
  return code === "forgotten"
    ? new StoreFenced(partition, 1, { by: code })
    : new StoreFailed(code, "refused");
}

interface Run {
  /** Each with its partition. */
  readonly events: readonly string[];
  readonly waits: readonly number[];
  readonly opened: readonly string[];
  readonly error: unknown;
}

/** `waitsMax`: after so many waits it is stopped. */
async function run(
  times: number,
  code: Refusal,
  { remembers = false, waitsMax = Number.POSITIVE_INFINITY } = {},
): Promise<Run> {
  const stop = new AbortController();
  const bus = createMemoryBus({ bytesMax: 1e6, batchBytesMax: 1e6, batchShipmentsMax: 10 });
  const store = createMemoryStore();
  const events: string[] = [];
  const waits: number[] = [];
  const opened: string[] = [];
  const error = await processBatches({
    source: { ...bus.source, remembers },
    store: refusing(store, times, code),
    partition: optionsFor(simulation),
    limits: keeperLimits,
    clock: { now: () => 0 },
    wake: async (ms) => {
      if (waits.push(ms) >= waitsMax) stop.abort();
    },
    signal: stop.signal,
    onEvent: ({ type, partition }) => events.push(`${partition} ${type}`),
    opened: (partition) => {
      opened.push(partition);
      stop.abort();
    },
    closed: () => undefined,
  }).catch((reason: unknown) => reason);
  await store.close();
  return { events, waits, opened, error };
}

test("a partition that a busy store does not give at once is asked for again, and that is told", async () => {
  const { events, waits, opened, error } = await run(2, "store.busy");
  expect(error).toBeUndefined();
  expect(waits.slice(0, 2)).toEqual([100, 200]);
  expect(opened).toHaveLength(1);
  const [partition] = opened;
  expect(events).toEqual([
    `${partition} commit-failed`,
    `${partition} commit-failed`,
    `${partition} commit-works-again`,
  ]);
});

test("who is stopped while the store does not give its partition has left nothing undone, and ends well", async () => {
  const { events, opened, error } = await run(Number.POSITIVE_INFINITY, "store.busy", { waitsMax: 3 });
  expect([events.length, opened, error]).toEqual([3, [], undefined]);
});

test("who cannot reach the store asks the bus for nothing until it can, so that its partitions go to those who can", async () => {
  const told: string[] = [];
  const kept = createMemoryStore();
  const partitions: Store["partitions"] = async () => {
    if (told.length < 2) throw new StoreFailed("store.busy", "refused");
    return kept.partitions();
  };
  const source: BusSource = {
    remembers: true,
    retake: () => undefined,
    async *batches() {
      told.push("asked for batches");
      yield* [];
    },
  };
  await processBatches({
    source,
    store: { ...kept, partitions },
    partition: optionsFor(simulation),
    limits: keeperLimits,
    clock: { now: () => 0 },
    wake: async () => undefined,
    signal: new AbortController().signal,
    onEvent: ({ type }) => told.push(type),
    opened: () => undefined,
    closed: () => undefined,
  });
  expect(told).toEqual(["commit-failed", "commit-failed", "commit-works-again", "asked for batches"]);
});

test("what cannot get better by waiting ends it", async () => {
  expect((await run(1, "store.newer")).error).toMatchObject({ code: "store.newer" });
});

test.each([
  ["fenced", "another takes it up at the same moment", "fenced"],
  ["state-forgotten", "its state is made to go at the same moment", "forgotten"],
  ["state-damaged", "its state cannot be read", "store.damaged"],
] as const)(
  "%s: a partition of a bus that remembers is asked for again although %s",
  async (event, _, code) => {
    const { events, opened, error } = await run(2, code, { remembers: true });
    expect(error).toBeUndefined();
    expect(opened).toHaveLength(1);
    expect(events).toEqual([`${opened[0]} ${event}`, `${opened[0]} ${event}`]);
  },
);

test("of several partitions each says which of them it is that the store does not take", async () => {
  const told: string[] = [];
  const source: BusSource = {
    remembers: true,
    retake: () => undefined,
    async *batches({ resume }) {
      for (const partition of ["p0", "p1"]) {
        await resume(partition);
        const shipments = [{ type: "sources", host: partition, readAt: 0, sources: [] } as const];
        yield { partition, shipments, waiting: 0, position: "1", done: async () => undefined };
      }
    },
  };
  const own = async (): Promise<Owned> => {
    let commits = 0;
    const commit = async (): Promise<void> => {
      commits += 1;
      if (commits === 1) throw new StoreFailed("store.busy", "refused");
    };
    return { epoch: 1, saved: null, commit };
  };
  await processBatches({
    source,
    store: { ...createMemoryStore(), own },
    partition: optionsFor(simulation),
    limits: keeperLimits,
    clock: { now: () => 0 },
    wake: async () => undefined,
    signal: new AbortController().signal,
    onEvent: ({ type, partition }) => told.push(`${partition} ${type}`),
    opened: () => undefined,
    closed: () => undefined,
  });
  const each = ["commit-failed", "commit-works-again"];
  expect(told).toEqual(["p0", "p1"].flatMap((name) => each.map((type) => `${name} ${type}`)));
});

test("a keeper that was replaced while it was at the store closes nobody: its partition is kept on by the one behind it", async () => {
  const [asked, refused] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()];
  const told: string[] = [];
  const commits = [
    async () => {
      asked.resolve();
      await refused.promise;
    },
    async ({ checkpoint }: Commit) => void told.push(`kept ${checkpoint?.position}`),
  ];
  const batchAt = (position: string): Batch => ({
    partition: "p0",
    shipments: [],
    waiting: 0,
    position,
    done: async () => void told.push(`done ${position}`),
  });
  const source: BusSource = {
    remembers: true,
    retake: (partition) => void told.push(`retaken ${partition}`),
    async *batches({ resume, lost }) {
      await resume("p0");
      yield batchAt("1");
      await asked.promise;
      lost("p0");
      await resume("p0");
      refused.reject(new StoreFenced("p0", 2));
      yield batchAt("2");
    },
  };
  const own = async (): Promise<Owned> => ({
    epoch: 1,
    saved: null,
    commit: commits.shift() ?? (async () => undefined),
  });
  const clock = { at: 0 };
  await processBatches({
    source,
    store: { ...createMemoryStore(), own },
    partition: optionsFor(simulation),
    limits: keeperLimits,
    clock: { now: () => clock.at },
    wake: async (ms) => void (clock.at += ms),
    signal: new AbortController().signal,
    onEvent: ({ type }) => told.push(type),
    opened: () => told.push("opened"),
    closed: () => told.push("closed"),
  });
  expect(told).toEqual(["opened", "closed", "opened", "kept 2", "done 2"]);
});
