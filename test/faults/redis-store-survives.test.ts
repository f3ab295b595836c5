import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setTimeout as delay } from "node:timers/promises";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../deploy/dev/services/redis.ts";
import { StoreFailed, StoreFenced } from "../../processors/contract/index.ts";
import type { Store } from "../../processors/contract/index.ts";
import type { RedisStoreEvent } from "../../processors/state/redis/index.ts";
import { idsOf, take } from "../support/commits.ts";
import { heldBy, numberedCommit, requestsPerCommit } from "../support/redis-commits.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";
import { startSlowRelay } from "../support/slow-relay.ts";

let redis: RunningRedis;
let events: RedisStoreEvent[] = [];
const opened: Store[] = [];
const begin = async (...args: readonly string[]): Promise<void> => {
  redis = await startRedis(["--loglevel", "notice", ...args]);
};
const open = (callMsMax: number = 5000): Store => {
  const store = openRedisStore(redisAt(redis, { callMsMax }), { onEvent: (event) => events.push(event) });
  opened.push(store);
  return store;
};
beforeEach(() => {
  events = [];
});
afterEach(async ({ task }) => {
  for (const store of opened.splice(0)) await store.close();
  await redis.end({ isFailed: task.result?.state === "fail" });
});

/** What became of a promise, once it is decided. */
async function settled(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return null;
  } catch (error) {
    return error;
  }
}

describe("kill -9 with an append-only file that is written every second", () => {
  it("leaves whole commits from the first on; the owner is told that later ones are lost, and goes on from there", async () => {
    await begin("--appendonly", "yes", "--appendfsync", "everysec");
    let { owner } = await heldWhenItAnswers("p0");
    for (let round = 0, next = 0; round < 4; round += 1) {
      const dying = delay(150 + 40 * round).then(() => redis.server?.kill());
      const start = next;
      for (; ; next += 1) {
        const failure = await settled(owner.commit(numberedCommit(next)));
        if (failure === null && redis.server !== null && next - start < 2000) continue;
        expect(failure).toBeInstanceOf(StoreFailed);
        break;
      }
      await dying;
      await redis.server?.start();
      const held = await heldWhenItAnswers("p0");
      expect(held.commits).toBeLessThanOrEqual(next);
      next = held.commits + 1;
      owner = held.owner;
    }
    expect((await open().lookup.summary({})).requests % requestsPerCommit).toBe(0);
  });
});

/** One that reads its log again takes connections before it answers. */
async function heldWhenItAnswers(partition: string): Promise<Awaited<ReturnType<typeof heldBy>>> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await heldBy(open(500), partition);
    } catch (error) {
      if (!(error instanceof StoreFailed) || !error.retryable || tries > 100) throw error;
    }
  }
}

describe("a commit whose answer comes too late", () => {
  it("is done once when it is asked for again, and whoever listens is told to ask anew", async () => {
    await begin();
    const relay = await startSlowRelay(redis);
    try {
      const store = openRedisStore(redisAt(relay, { callMsMax: 2000 }));
      opened.push(store);
      const { owner } = await heldBy(store, "p0");
      const stop = new AbortController();
      // So that the server knows the script.
      await owner.commit(numberedCommit(0));
      const changes = store.lookup.changes(stop.signal);
      const commit = numberedCommit(1);
      relay.delayBy(5000);
      expect(await settled(owner.commit(commit))).toMatchObject({ code: "store.unavailable" });
      relay.delayBy(0);
      await retried(() => owner.commit(commit));
      expect(await take(changes, 1)).toEqual([{ type: "overflow" }]);
      stop.abort();
      await owner.commit(numberedCommit(2));
      expect((await heldBy(open(), "p0")).commits).toBe(2);
      expect((await store.lookup.summary({})).requests).toBe(3 * requestsPerCommit);
    } finally {
      await relay.close();
    }
  });
});

describe("a server that has lost commits which were answered", () => {
  it("refuses the next one: the owner has to begin where the last checkpoint says", async () => {
    await begin("--save", "", "--dbfilename", "old.rdb");
    const store = open();
    const { owner } = await heldBy(store, "p0");
    await owner.commit(numberedCommit(0));
    await redis.server?.command("save");
    await owner.commit(numberedCommit(1));
    await redis.server?.kill();
    await redis.server?.start();
    const refused = await settled(owner.commit(numberedCommit(2)));
    expect(refused).toMatchObject({ code: "store.damaged", retryable: false });
    const held = await heldBy(store, "p0");
    expect(held.commits).toBe(0);
    await held.owner.commit(numberedCommit(1));
  });

  it("and was emptied: nothing is saved, which is said aloud, and the epoch is greater all the same", async () => {
    await begin();
    const store = open();
    const { owner } = await heldBy(store, "p0");
    await owner.commit(numberedCommit(0));
    events = [];
    await redis.server?.kill();
    await redis.server?.start();
    expect(await settled(owner.commit(numberedCommit(1)))).toMatchObject({ code: "store.damaged" });
    const later = await open().own("p0");
    expect(later.saved).toBeNull();
    expect(events).toEqual([{ type: "begun-empty", partition: "p0" }]);
    expect(later.epoch).toBeGreaterThan(owner.epoch);
    await later.commit(numberedCommit(0));
    expect(await settled(owner.commit(numberedCommit(1)))).toBeInstanceOf(StoreFenced);
    expect(await idsOf(store, 100)).toHaveLength(requestsPerCommit);
  });
});

describe("a server that hangs", () => {
  it("is unavailable within the time of a call, and goes on afterwards; what was sent meanwhile is done once", async () => {
    await begin();
    const store = open(2000);
    const { owner } = await heldBy(store, "p0");
    await owner.commit(numberedCommit(0));
    redis.server?.pause();
    // That these are decided while it still hangs is the promise.
    const failures = [
      await settled(owner.commit(numberedCommit(1))),
      await settled(store.lookup.request("r0-0")),
      await settled(owner.commit(numberedCommit(1))),
    ];
    redis.server?.resume();
    for (const failure of failures)
      expect(failure).toMatchObject({ code: "store.unavailable", retryable: true });
    await retried(() => owner.commit(numberedCommit(1)));
    await retried(() => owner.commit(numberedCommit(2)));
    expect((await heldBy(store, "p0")).commits).toBe(2);
  });

  it("that is not there at all is unavailable, and the first call after it has come is answered", async () => {
    await begin();
    await redis.server?.kill();
    const store = open(2000);
    expect(await settled(store.own("p0"))).toMatchObject({ code: "store.unavailable", retryable: true });
    await redis.server?.start();
    await retried(() => store.own("p0"));
    expect(await idsOf(store)).toEqual([]);
  });
});

async function retried(act: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const failure = await settled(act());
    if (failure === null) return;
    if (!(failure instanceof StoreFailed) || !failure.retryable || attempt >= 60)
      throw new Error(`it failed ${attempt + 1} times`, { cause: failure });
  }
}

describe("a server without room", () => {
  it("refuses a commit as a whole, and takes it when there is room", async () => {
    await begin("--maxmemory", "3mb");
    const store = open();
    const { owner } = await heldBy(store, "p0");
    let next = 0;
    let failure: unknown = null;
    for (; failure === null && next < 5000; next += 1)
      failure = await settled(owner.commit(numberedCommit(next)));
    expect(failure).toMatchObject({ code: "store.disk-full", retryable: true });
    const kept = next - 1;
    expect((await store.lookup.summary({})).requests).toBe(kept * requestsPerCommit);
    expect(await settled(owner.commit(numberedCommit(kept)))).toMatchObject({ code: "store.disk-full" });
    await redis.server?.command("config", "set", "maxmemory", "100mb");
    await owner.commit(numberedCommit(kept));
    expect((await heldBy(store, "p0")).commits).toBe(kept);
  });
});

describe("two owners", () => {
  it("whatever the interleaving, the earlier is refused and nothing of its commits is kept", async () => {
    await begin();
    const [first, second] = [open(), open()];
    for (let round = 0; round < 12; round += 1) {
      const partition = `p${round}`;
      const earlier = await first.own(partition);
      const commits = Array.from({ length: 6 }, (_, number) =>
        settled(earlier.commit(numberedCommit(number))),
      );
      const between = commits.slice(0, round % 6);
      await Promise.all(between);
      const later = await second.own(partition);
      const outcomes = await Promise.all(commits);
      const kept = outcomes.filter((outcome) => outcome === null).length;
      expect(outcomes.slice(kept).every((outcome) => outcome instanceof StoreFenced)).toBe(true);
      expect(later.saved?.position ?? "-1").toBe(String(kept - 1));
      await later.commit(numberedCommit(kept));
      expect(await settled(earlier.commit(numberedCommit(99)))).toBeInstanceOf(StoreFenced);
      expect((await first.own(partition)).saved?.position).toBe(String(kept));
    }
  });
});
