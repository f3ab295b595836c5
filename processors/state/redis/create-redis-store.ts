import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { StoreFailed } from "../../contract/index.ts";
import type { KeptPartition, Store } from "../../contract/index.ts";
import { createFanOut } from "../fan-out.ts";
import { createNamesMemo } from "../names-memo.ts";
import { createFacetBooks } from "./facet-books.ts";
import { toStoreFailed } from "./failure.ts";
import type { Retention } from "./forget.ts";
import { createHearing } from "./hear-changes.ts";
import { allHosts } from "./hosts-in-redis.ts";
import { createLink } from "./link.ts";
import type { Link } from "./link.ts";
import { listen } from "./listen.ts";
import { lookAtPartitions, savedIn } from "./look-at-partitions.ts";
import { earliestRequest, findRequest, listRequests, namesInRedis, requestsById } from "./lookup-in-redis.ts";
import type { Reading } from "./lookup-in-redis.ts";
import type { RedisOptions } from "./options.ts";
import { createOwner } from "./owner.ts";
import type { OwnerOptions } from "./owner.ts";
import { forgetState, ownPartition, schema } from "./own-partition.ts";
import type { Claimed, Ground } from "./own-partition.ts";
import { createPlaces } from "./places.ts";
import { createBodyReader } from "./read-bodies.ts";
import { textOf } from "./reply.ts";
import { createScripts } from "./scripts.ts";
import { sumUp } from "./sum-up.ts";
import { timelineOf } from "./timeline.ts";

export interface RedisStoreOptions extends Retention {
  readonly redis: RedisOptions;
  /** Changes that wait for one reader. */
  readonly readerQueueMax?: number;
}

const hearMsMax = 1000;

/**
 * The store of a fleet: any number of processes on one Redis, with Sentinel or as a cluster. It connects by itself; a Redis that is away, hangs, starts or is
 * full fails each call with a `StoreFailed` that may be repeated, within a bounded time.
 *
 * Crash and replay: a commit is one script in one slot, so it is there whole or not at all. Loss: see `createOwner`; a partition that is empty although it was
 * owned before gives `begun-empty`. Overload: commits of an owner wait for each other; a script of a commit holds up its Redis for some 20 microseconds
 * for each request in it. Ids of requests are those of one partition: the same id in two is two requests.
 */
export function createRedisStore(options: RedisStoreOptions): Store {
  const link = createLink(options.redis);
  const places = createPlaces(options.redis.prefix);
  const ground: Ground = { link, places, run: createScripts(link), origin: randomUUID() };
  const reading: Reading = {
    ...ground,
    books: createFacetBooks(ground),
    bodies: createBodyReader(link, places),
  };
  const memo = createNamesMemo();
  const fanOut = createFanOut(options.readerQueueMax ?? 1000);
  const listener = listen(options.redis, places.changes, {
    onMessage: createHearing(reading, fanOut),
    onGap: () => fanOut.publish([{ type: "overflow" }]),
  });
  const use = createUse(link, places.schema, listener.hears);
  return {
    ...createOwn(ground, { ...options, use, publish: (changes) => fanOut.publish(changes) }),
    partitions: () => partitionsFor(reading, use),
    lookup: {
      request: (id) => use(() => findRequest(reading, id)),
      list: (filter, page) => use(() => listRequests(reading, filter, page)),
      earliest: (filter) => use(() => earliestRequest(reading, filter)),
      names: (filter, limit) => use(() => namesInRedis(reading, memo, { filter, limit })),
      summary: (filter) => use(() => sumUp(reading, filter)),
      timeline: (filter, steps) => use(() => timelineOf(reading, filter, steps)),
      hosts: () => use(() => allHosts(reading)),
      changes: (signal) => fanOut.read(signal),
    },
    close: () => {
      listener.close();
      link.close();
      fanOut.close();
      return Promise.resolve();
    },
  };
}

async function partitionsFor(reading: Reading, use: Use): Promise<readonly KeptPartition[]> {
  const found = await use(() => lookAtPartitions(reading));
  return found.map((kept) => ({
    ...kept,
    saved: () => use(() => savedIn(reading, kept.partition)),
    request: (id) =>
      use(async () => {
        const [request] = await requestsById(reading, kept.partition, [id]);
        // The id of a provisional one leads to that which it became part of.
        return request?.view.id === id ? request : null;
      }),
  }));
}

type Use = <Result>(act: () => Promise<Result>) => Promise<Result>;

/** Before each call: that the keys are ours. */
function createUse(link: Link, schemaKey: string, hears: Promise<void>): Use {
  // So that a reader who comes after the first answer misses nothing. A user without the right to listen need not.
  const heardSoon = Promise.race([hears, delay(hearMsMax, undefined, { ref: false })]);
  const check = createSchemaCheck(link, schemaKey);
  return async (act) => {
    try {
      await check();
      await heardSoon;
      return await act();
    } catch (error) {
      throw toStoreFailed(error, link.place);
    }
  };
}

function createOwn(
  ground: Ground,
  options: OwnerOptions & { readonly use: Use },
): Pick<Store, "own" | "forgetState"> {
  const epochs = new Map<string, number>();
  const { use, publish, onEvent } = options;
  const take = async (act: typeof ownPartition, partition: string, owner = ""): Promise<Claimed> => {
    const claimed = await act(ground, partition, { epochMin: (epochs.get(partition) ?? 0) + 1, owner });
    epochs.set(partition, claimed.epoch);
    publish(claimed.forgotten.map((id) => ({ type: "gone", id, successor: null })));
    return claimed;
  };
  return {
    own: (partition, name) =>
      use(async () => {
        const claimed = await take(ownPartition, partition, name);
        if (claimed.saved === null) onEvent({ type: "begun-empty", partition });
        const { resumed, ...owner } = createOwner(ground, options, { partition, claimed });
        return {
          ...owner,
          commit: (commit) => use(() => owner.commit(commit)),
          ...(resumed === undefined ? {} : { resumed: () => use(resumed) }),
        };
      }),
    forgetState: (partition) => use(async () => void (await take(forgetState, partition))),
  };
}

/** Once for each connection: it may lead to another server, or to one that was emptied. Who only reads may lack the right to write. */
function createSchemaCheck(link: Link, key: string): () => Promise<void> {
  let checked = -1;
  return async () => {
    if (checked === link.connections() && checked > 0) return;
    const found = await link.call("get", [key]);
    if (found === null) return;
    refuseOther(textOf(found), link.place, key);
    checked = link.connections();
  };
}

function refuseOther(found: string, place: string, key: string): void {
  if (!/^\d+$/.test(found))
    throw new StoreFailed("store.foreign", `${place}: ${key} is not of scepscope; choose another prefix`);
  if (Number(found) > schema)
    throw new StoreFailed(
      "store.newer",
      `${place}: it was written by a later version of scepscope (its schema is ${found}, this one knows ${schema}); use that one, or another prefix`,
    );
}
