import { expect, test } from "vitest";
import { StoreFailed, StoreFenced } from "../../../processors/contract/index.ts";
import type { Store } from "../../../processors/contract/index.ts";
import { keeperLimits } from "../../../processors/keeper-limits.ts";
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
    if (refusals <= times)
      throw code === "fenced" ? new StoreFenced(partition, 1) : new StoreFailed(code, "refused");
    return store.own(partition);
  };
  return { ...store, own };
}

type Refusal = "store.busy" | "store.newer" | "store.damaged" | "fenced";

interface Run {
  readonly events: readonly string[];
  readonly waits: readonly number[];
  readonly opened: readonly string[];
  readonly error: unknown;
}

async function run(times: number, code: Refusal, remembers: boolean = false): Promise<Run> {
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
    wake: async (ms) => void waits.push(ms),
    signal: stop.signal,
    onEvent: ({ type }) => events.push(type),
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
  expect(events).toEqual(["commit-failed", "commit-failed", "commit-works-again"]);
  expect(opened).toHaveLength(1);
});

test("what cannot get better by waiting ends it", async () => {
  expect((await run(1, "store.newer")).error).toMatchObject({ code: "store.newer" });
});

test.each([
  ["fenced", "another takes it up at the same moment"],
  ["state-damaged", "its state cannot be read"],
])("%s: a partition of a bus that remembers is asked for again although %s", async (event) => {
  const { events, opened, error } = await run(2, event === "fenced" ? "fenced" : "store.damaged", true);
  expect(error).toBeUndefined();
  expect(events).toEqual([event, event]);
  expect(opened).toHaveLength(1);
});
