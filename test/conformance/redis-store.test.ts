import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../deploy/dev/services/redis.ts";
import type { Store } from "../../processors/contract/index.ts";
import { createForgetter } from "../../processors/state/redis/forget.ts";
import { createLink } from "../../processors/state/redis/link.ts";
import { ownPartition } from "../../processors/state/redis/own-partition.ts";
import { createPlaces } from "../../processors/state/redis/places.ts";
import { createScripts } from "../../processors/state/redis/scripts.ts";
import { emptyCommit, finalCommit, madeHost, provisional, take } from "../support/commits.ts";
import { madeRequest } from "../support/made-requests.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";
import { promiseStore } from "./store.ts";

let redis: RunningRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.end());

let prefixes = 0;
const freshPrefix = (): string => {
  prefixes += 1;
  return `scepscope-test-${process.pid}-${prefixes}:`;
};

describe("the Redis store", () => {
  promiseStore(() => {
    const prefix = freshPrefix();
    const opened: Store[] = [];
    return {
      open: () => {
        const store = openRedisStore(redisAt(redis, { prefix }));
        opened.push(store);
        return Promise.resolve(store);
      },
      clear: async () => {
        for (const store of opened) await store.close();
      },
      isKept: true,
      tellsResuming: true,
    };
  });

  it("an owner whose state was made to go learns that, and one whose partition another took up learns that", async () => {
    const store = openRedisStore(redisAt(redis, { prefix: freshPrefix() }));
    const first = await store.own("p0");
    await store.forgetState("p0");
    await expect(first.commit(emptyCommit)).rejects.toMatchObject({ code: "store.fenced", by: "forgotten" });
    const second = await store.own("p0");
    await second.commit(emptyCommit);
    await store.own("p0");
    await expect(second.commit(emptyCommit)).rejects.toMatchObject({ code: "store.fenced", by: "owner" });
    await store.close();
  });

  it("an owner that is none any more forgets nothing, and tells of no retention that fails", async () => {
    const options = redisAt(redis, { prefix: freshPrefix() });
    const link = createLink(options);
    const places = createPlaces(options.prefix);
    const ground = { link, places, run: createScripts(link), origin: "test" };
    const { epoch } = await ownPartition(ground, "p0", { epochMin: 1 });
    const events: unknown[] = [];
    const retention = { ageMsMax: 0, now: () => 0, onEvent: (event: unknown) => events.push(event) };
    const forgetter = createForgetter(ground, retention, { partition: "p0", epoch });
    await forgetter.forget(1);
    await ownPartition(ground, "p0", { epochMin: 1 });
    await expect(ground.run("oldest", places.meta("p0"), [epoch, 0, 1])).rejects.toThrow(/^FENCED/);
    await forgetter.forget(1);
    expect(events).toEqual([]);
    link.close();
  });

  it("a process hears what the commits of another change", async () => {
    const prefix = freshPrefix();
    const [here, there] = [
      openRedisStore(redisAt(redis, { prefix })),
      openRedisStore(redisAt(redis, { prefix })),
    ];
    await here.lookup.hosts();
    const stop = new AbortController();
    const changes = here.lookup.changes(stop.signal);
    const owner = await there.own("p0");
    const [p, a] = [provisional("p"), madeRequest({ id: "a" })];
    await owner.commit({ ...emptyCommit, requests: [p] });
    expect(await take(changes, 1)).toEqual([{ type: "request", request: p }]);
    const later = here.lookup.changes(stop.signal);
    await owner.commit({
      ...finalCommit("1", [a]),
      gone: [{ id: "p", successor: "a" }],
      hosts: [madeHost("ndes01")],
    });
    expect(await take(later, 3)).toEqual([
      { type: "request", request: a },
      { type: "gone", id: "p", successor: "a" },
      { type: "host", host: madeHost("ndes01") },
    ]);
    stop.abort();
    for (const store of [here, there]) await store.close();
  });
});
