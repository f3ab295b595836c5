import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../deploy/dev/services/redis.ts";
import type { Store } from "../../processors/contract/index.ts";
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
