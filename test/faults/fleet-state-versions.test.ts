import { expect, test } from "vitest";
import type { Store } from "../../processors/contract/index.ts";
import { encodePiece, packPiece, readPiece } from "../../processors/partition/saved-state.ts";
import { stateSteps } from "../../processors/partition/state-steps.ts";
import { sumOverProcessors, survives } from "../support/bad-worlds.ts";
import { isLong } from "../support/is-long.ts";
import type { World } from "../support/bad-worlds.ts";
import { useFleetServices } from "../support/fleet-lives.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";
import { metricsOf } from "../support/up-answers.ts";
import { waitUntil } from "../support/wait-until.ts";

const services = useFleetServices();
const latest = stateSteps.first + stateSteps.later.length;
const damaged = "scepscope_damaged_states_total";

/** As the first version kept it: nobody noted who reports a host. */
async function asFirst(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  const piece: object = readPiece(name, bytes);
  const { roll: _, ...before } = { roll: null, ...piece };
  return packPiece(encodePiece(name === "pipeline" ? before : piece, stateSteps.first));
}

const asUnreadable = async (): Promise<Uint8Array> => encodePiece({}, stateSteps.first - 1);
const asLater = async (): Promise<Uint8Array> => encodePiece({}, latest + 1);

test.each([
  ["goes through the steps, and on where it stands", asFirst, false],
  ["is too old to be read, and made again from Kafka", asUnreadable, true],
] as const)(
  "state of an earlier version %s: requests and totals are those of one process that was left alone",
  { timeout: 480_000 },
  async (_, asEarlier, isMadeAgain) => {
    const { came, wanted } = await survives(services, async (world) => {
      await endProcessors(world);
      const before = await inStore(world, (store) => rewrite(store, asEarlier));
      const kept = [...before.values()].filter(({ size }) => size > 0).length;
      await beginProcessors(world);
      await world.steps(isLong ? 500 : 100);
      // One that changes hands before it was kept anew is found so again.
      const found = await sumOverProcessors(world, damaged);
      expect(Math.min(found, kept)).toBe(isMadeAgain ? kept : 0);
    });
    expect(came).toEqual(wanted);
  },
);

test(
  "state of a later version is refused in words by whoever takes its partition up, and left as it is: the later version goes on with it",
  { timeout: 480_000 },
  async () => {
    const { came, wanted } = await survives(services, async (world) => {
      await endProcessors(world);
      const kept = await inStore(world, (store) => rewrite(store, asLater));
      const before = await inStore(world, statesOf);
      for (let start = 0; start < 2; start += 1) {
        const earlier = world.lives.begin("process");
        expect(await earlier.ended).toEqual({ code: 2, signal: null });
        expect(earlier.log()).toContain(`its version is ${latest + 1}, this one knows ${latest}`);
        expect(await inStore(world, statesOf)).toEqual(before);
      }
      await inStore(world, (store) =>
        rewrite(store, async (name, _, partition) => kept.get(partition)?.get(name)),
      );
      await beginProcessors(world);
      await world.steps(50);
      expect(await sumOverProcessors(world, damaged)).toBe(0);
    });
    expect(came).toEqual(wanted);
  },
);

async function endProcessors({ processors }: World): Promise<void> {
  const readBytes = async (): Promise<number> =>
    sumOverProcessors({ processors }, "scepscope_read_bytes_total");
  await waitUntil(async () => (await readBytes()) > 0, "something is kept");
  for (const one of processors) one.kill("SIGTERM");
  for (const one of processors.splice(0)) expect(await one.ended).toEqual({ code: 0, signal: null });
}

/** Resolves when they have taken up both partitions. */
async function beginProcessors({ lives, processors }: World): Promise<void> {
  processors.push(lives.begin("process"), lives.begin("process"));
  const urls = await Promise.all(processors.map(({ url }) => url));
  const owned = async (): Promise<number> => {
    const lines = (await Promise.all(urls.map(metricsOf))).flat();
    return lines.filter(({ name }) => name === "scepscope_partition_rebuilding").length;
  };
  await waitUntil(async () => (await owned()) === 2, "both partitions are taken up");
}

async function inStore<Result>({ lives }: World, act: (store: Store) => Promise<Result>): Promise<Result> {
  const store = openRedisStore(redisAt(services.redis(), { prefix: `${lives.topic}:` }));
  try {
    return await act(store);
  } finally {
    await store.close();
  }
}

type States = ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;

async function statesOf(store: Store): Promise<States> {
  const states = new Map<string, ReadonlyMap<string, Uint8Array>>();
  for (const kept of await store.partitions())
    states.set(kept.partition, (await kept.saved())?.state ?? new Map());
  return states;
}

/** Every piece of every partition, but for the word of whoever makes it again. What it was. */
async function rewrite(
  store: Store,
  change: (name: string, piece: Uint8Array, partition: string) => Promise<Uint8Array | undefined>,
): Promise<States> {
  const before = await statesOf(store);
  for (const [partition, pieces] of before) {
    const owned = await store.own(partition);
    if (owned.saved === null) continue;
    const state = new Map<string, Uint8Array>();
    for (const [name, piece] of pieces)
      if (name !== "rebuilding") state.set(name, (await change(name, piece, partition)) ?? piece);
    const checkpoint = { position: owned.saved.position, state };
    await owned.commit({ checkpoint, requests: [], gone: [], hosts: [] });
  }
  return before;
}
