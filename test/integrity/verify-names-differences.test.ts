import { expect, test } from "vitest";
import type { Batch, Shipment } from "../../collectors/contract/index.ts";
import type { Commit, Store } from "../../processors/contract/index.ts";
import { createPartition, packCommit } from "../../processors/partition/index.ts";
import { createMemoryStore } from "../../processors/state/index.ts";
import { verifyPartition } from "../../processors/verify.ts";
import type { Verified } from "../../processors/verify.ts";
import { simulate } from "../simulation/index.ts";
import { optionsFor } from "../support/live-partition.ts";
import { shipSimulation } from "../support/ship-simulation.ts";
import { smallScenario } from "../support/small-scenario.ts";

const simulation = simulate(smallScenario("failures", 40), 3);
const options = optionsFor(simulation);
const shipments = shipSimulation(simulation, { sliceBytes: 16_384 });

/** Everything is processed and kept; `change` stands between. */
async function keptStore(change: (commit: Commit) => Commit): Promise<Store> {
  const store = createMemoryStore();
  const owned = await store.own("p0");
  const partition = createPartition(options, null);
  partition.take(shipments);
  await owned.commit(change(await packCommit(partition.checkpoint("end", 1), null)));
  return store;
}

async function verified(store: Store, shipped: readonly Shipment[]): Promise<Verified> {
  async function* batches(): AsyncGenerator<Batch> {
    for (let from = 0; from < shipped.length; from += 10)
      yield {
        partition: "p0",
        shipments: shipped.slice(from, from + 10),
        position: String(from),
        waiting: 0,
        done: async () => undefined,
      };
  }
  const [kept] = await store.partitions();
  if (kept === undefined) throw new Error("nothing is kept");
  return verifyPartition({
    kept,
    partition: options,
    batches: batches(),
    onProgress: () => undefined,
  });
}

test("what is kept is what comes out again, to the last byte and field", async () => {
  const result = await verified(await keptStore((commit) => commit), shipments);
  expect(result).toMatchObject({ partition: "p0", differences: [], differenceCount: 0 });
  expect(result.requests).toBeGreaterThan(30);
  expect(result.bytes).toBe(simulation.files.reduce((sum, { bytes }) => sum + bytes.length, 0));
});

test("what came too late for its request goes by a name of its own: all of it is kept, and verify finds no difference", async () => {
  const simulated = simulate(smallScenario("device-logs", 40), 3);
  const shipped = shipSimulation(simulated, { sliceBytes: 16_384 });
  const isDevice = (one: Shipment): boolean =>
    (one.type === "sources" ? one.host : one.slice.file.host) !== "ndes01";
  // All are looked at once more at the end: what came late is decided by then.
  const looks = shipped.flatMap((one) =>
    one.type === "sources" ? [{ ...one, readAt: one.readAt + 3_600_000 }] : [],
  );
  const late = [...shipped.filter((one) => !isDevice(one)), ...shipped.filter(isDevice), ...looks];
  const store = createMemoryStore();
  const owned = await store.own("p0");
  const partition = createPartition(optionsFor(simulated), null);
  partition.take(late);
  const commit = await packCommit(partition.checkpoint("end", 1), null);
  await owned.commit(commit);
  const ids = commit.requests.map(({ view }) => view.id);
  expect(ids.length).toBeGreaterThan(40);
  expect(new Set(ids).size).toBe(ids.length);
  expect(await verified(store, late)).toMatchObject({ differences: [], requests: ids.length });
});

test("a request that is lost, and one that says something else, are named", async () => {
  const store = await keptStore((commit) => ({
    ...commit,
    requests: commit.requests.slice(1).map((request, index) => {
      return index === 0 ? { ...request, view: { ...request.view, outcome: "unknown" } } : request;
    }),
  }));
  const { differences } = await verified(store, shipments);
  expect(differences.map(({ type }) => type).toSorted()).toEqual(["differs", "missing"]);
  expect(differences.find(({ type }) => type === "differs")).toMatchObject({ fields: ["outcome"] });
});

test("bytes that the bus brings and the state does not know are named with their file", async () => {
  const store = await keptStore((commit) => commit);
  const last = shipments.findLastIndex(({ type }) => type === "slice");
  const shipped = shipments[last];
  if (shipped?.type !== "slice") throw new Error("nothing was shipped");
  const { slice } = shipped;
  const more = { ...slice, offset: slice.offset + slice.bytes.length, bytes: Buffer.from("more\r\n") };
  const { differences } = await verified(store, [...shipments, { ...shipped, slice: more }]);
  expect(differences).toContainEqual({
    type: "position",
    path: slice.file.path,
    kept: slice.offset + slice.bytes.length,
    read: more.offset + more.bytes.length,
  });
});
