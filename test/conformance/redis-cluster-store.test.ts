import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRedisCluster } from "../../deploy/dev/services/redis-fleets.ts";
import type { RedisFleet } from "../../deploy/dev/services/redis-fleets.ts";
import type { Store } from "../../processors/contract/index.ts";
import { emptyCommit, finalCommit, idsOf, provisional, take } from "../support/commits.ts";
import { madeRequest } from "../support/made-requests.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";
import { promiseStore } from "./store.ts";

let cluster: RedisFleet;
beforeAll(async () => {
  cluster = await startRedisCluster();
});
afterAll(() => cluster.end());

let prefixes = 0;
const opened: Store[] = [];
const openAt = (prefix: string): Store => {
  const nodes = cluster.servers.map(({ port }) => ({ host: "127.0.0.1", port }));
  const store = openRedisStore(redisAt({ host: "", port: 0 }, { prefix, place: { kind: "cluster", nodes } }));
  opened.push(store);
  return store;
};
const closeAll = async (): Promise<void> => {
  for (const store of opened.splice(0)) await store.close();
};

describe("the Redis store on a cluster of three", () => {
  promiseStore(() => {
    prefixes += 1;
    const prefix = `cluster-${prefixes}:`;
    return {
      open: () => Promise.resolve(openAt(prefix)),
      clear: closeAll,
      isKept: true,
      tellsResuming: true,
    };
  });

  it("holds partitions on all servers, and what one process commits another hears and finds", async () => {
    const [here, there] = [openAt("many:"), openAt("many:")];
    await here.lookup.hosts();
    const stop = new AbortController();
    const changes = here.lookup.changes(stop.signal);
    const partitions = Array.from({ length: 12 }, (_, index) => `p${index}`);
    for (const partition of partitions) {
      const owner = await there.own(partition);
      await owner.commit(finalCommit("1", [madeRequest({ id: `final-${partition}` })]));
      await owner.commit({ ...emptyCommit, requests: [provisional(`open-${partition}`)] });
    }
    const heard = await take(changes, 24);
    expect(heard.filter(({ type }) => type === "request")).toHaveLength(24);
    expect((await idsOf(here)).toSorted()).toEqual(
      partitions.flatMap((partition) => [`final-${partition}`, `open-${partition}`]).toSorted(),
    );
    const sizes = await Promise.all(cluster.servers.map((server) => server.command("dbsize")));
    expect(sizes.map(Number).every((size) => size > 0)).toBe(true);
    stop.abort();
    await closeAll();
  });
});
