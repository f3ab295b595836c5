import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../deploy/dev/services/redis.ts";
import { redisCommand } from "../../deploy/dev/services/redis-process.ts";
import type { Store } from "../../processors/contract/index.ts";
import type { RedisStoreEvent, RedisStoreOptions } from "../../processors/state/redis/index.ts";
import { emptyCommit, finalCommit, idsOf, stateCommit } from "../support/commits.ts";
import { madeRequest, startOfTime } from "../support/made-requests.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";
import { storedRequests } from "../support/stored-requests.ts";

let redis: RunningRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.end());

let [prefix, count] = ["", 0];
let events: RedisStoreEvent[] = [];
const opened: Store[] = [];
const open = (options: Partial<RedisStoreOptions> = {}): Store => {
  const store = openRedisStore(redisAt(redis, { prefix }), {
    onEvent: (event) => events.push(event),
    ...options,
  });
  opened.push(store);
  return store;
};
const command = (...words: readonly string[]): Promise<string> => redisCommand(redis.port, words);
beforeEach(() => {
  count += 1;
  prefix = `scepscope-order-${process.pid}-${count}:`;
  events = [];
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

describe("retention", () => {
  it("forgets what changed last before its time, with its keys, names, sums and places, and says how much", async () => {
    let now = startOfTime;
    const dayMs = 86_400_000;
    const store = open({ ageMsMax: dayMs, now: () => now });
    const owner = await store.own("p0");
    const first = Array.from({ length: 100 }, (_, index) =>
      madeRequest({ id: `x${index}`, keys: [{ type: "deviceId", value: `d${index}` }] }),
    );
    await owner.commit({
      ...finalCommit("1", first),
      gone: [
        { id: "before", successor: "x5" },
        { id: "lost", successor: "never" },
      ],
    });
    const keysBefore = (await command("--scan", "--pattern", `${prefix}*`)).split("\n").length;
    now += dayMs + 1;
    const fresh = madeRequest({ id: "fresh", started: now, changedAt: now });
    for (const position of ["2", "3"]) await owner.commit(finalCommit(position, [fresh]));
    expect(await idsOf(store)).toEqual(["fresh"]);
    expect(await store.lookup.summary({})).toMatchObject({ requests: 1, grades: { exact: 1 } });
    expect(await store.lookup.summary({ since: 0 })).toMatchObject({ requests: 1 });
    for (const key of ["x5", "before", "d7", "lost"])
      expect((await store.lookup.list({ key }, { limit: 5, cursor: null })).requests).toEqual([]);
    const forgotten = events.flatMap((event) => (event.type === "forgotten" ? [event.requests] : []));
    expect(forgotten.reduce((sum, requests) => sum + requests, 0)).toBe(100);
    const left = (await command("--scan", "--pattern", `${prefix}*`)).split("\n");
    expect(left.length).toBeLessThan(keysBefore / 4);
    expect(left.filter((key) => /:(?:a|back|w)$/.test(key))).toEqual([]);
    expect(events.filter(({ type }) => type === "retention-failed")).toEqual([]);
  });

  it("keeps what changed lately although it came first, and a provisional request of any age", async () => {
    let now = startOfTime;
    const store = open({ ageMsMax: 1000, now: () => now });
    const owner = await store.own("p0");
    await owner.commit({ ...emptyCommit, requests: [madeRequest({ id: "open", isFinal: false })] });
    await owner.commit(
      finalCommit("1", [
        madeRequest({ id: "lately", changedAt: startOfTime + 5000 }),
        madeRequest({ id: "old" }),
      ]),
    );
    now += 5500;
    await owner.commit(finalCommit("2", []));
    expect(await idsOf(store)).toEqual(["lately", "old", "open"]);
    now += 1000;
    await owner.commit(finalCommit("3", []));
    expect(await idsOf(store)).toEqual(["open"]);
  });
});

describe("what was written by others", () => {
  it("a later version is left as it is", async () => {
    await command("set", `${prefix}schema`, "99");
    await expect(open().own("p0")).rejects.toMatchObject({ code: "store.newer", retryable: false });
    expect(await command("get", `${prefix}schema`)).toBe("99");
    expect(await command("--scan", "--pattern", `${prefix}*`)).toBe(`${prefix}schema`);
  });

  it("a partition of a later version is left as it is", async () => {
    await open().own("p0");
    await command("hset", `${prefix}{p0}:meta`, "schema", "3");
    await expect(open().own("p0")).rejects.toMatchObject({ code: "store.newer" });
  });

  it.each([
    ["set", "schema", "hello"],
    ["lpush", "partitions", "hello"],
    ["hset", "{p0}:meta", "epoch", "7"],
  ])("something else under our prefix (%s %s) is refused", async (verb, name, ...rest) => {
    await command(verb, `${prefix}${name}`, ...rest);
    await expect(open().own("p0")).rejects.toMatchObject({ code: "store.foreign", retryable: false });
  });
});

describe("what is large", () => {
  it("a piece of state of some megabytes is read as it was written, and a shorter one after it", async () => {
    const store = open();
    const large = Buffer.alloc(40_000_000, "state of a partition ");
    await (await store.own("p0")).commit(stateCommit("1", [["large", large]]));
    const owner = await store.own("p0");
    expect(Buffer.from(owner.saved?.state.get("large") ?? []).equals(large)).toBe(true);
    await owner.commit(stateCommit("2", [["large", large.subarray(0, 3)]]));
    expect([...((await store.own("p0")).saved?.state.get("large") ?? [])]).toEqual([...large.subarray(0, 3)]);
  });

  it("requests of real size are read as they were written, also by a store that has not learned their dictionary", async () => {
    const store = open();
    const owner = await store.own("p0");
    const requests = storedRequests("calm-legacy", 60);
    for (let first = 0; first < requests.length; first += 20)
      await owner.commit(finalCommit(String(first), requests.slice(first, first + 20)));
    const other = open();
    for (const request of requests) expect(await other.lookup.request(request.view.id)).toEqual(request);
  });

  it("of a commit in which more than one dictionary is learned every request is read as it was written", async () => {
    const owner = await open().own("p0");
    const requests = Array.from({ length: 1500 }, (_, index) =>
      madeRequest({ id: `r${index}`, keys: [{ type: "deviceId", value: `device-${index * 7919}` }] }),
    );
    await owner.commit(finalCommit("1", requests));
    const { requests: read } = await open().lookup.list({}, { limit: 1000, cursor: null });
    expect(read).toHaveLength(1000);
    const byId = new Map(requests.map((request) => [request.view.id, request]));
    for (const request of read) expect(request).toEqual(byId.get(request.view.id));
  });
});

it("lists, counts and keys go over all partitions", async () => {
  const store = open();
  for (const [index, partition] of ["p0", "p1", "host {x}:*"].entries()) {
    const owner = await store.own(partition);
    const requests = Array.from({ length: 5 }, (_, at) =>
      madeRequest({
        id: `r${at}-${index}`,
        started: startOfTime - at,
        keys: [{ type: "userId", value: "U" }],
      }),
    );
    await owner.commit(finalCommit("1", requests));
  }
  const expected = Array.from({ length: 15 }, (_, at) => `r${Math.floor(at / 3)}-${at % 3}`);
  expect(await idsOf(store, 4)).toEqual(expected);
  const { requests } = await store.lookup.list({ key: "u" }, { limit: 15, cursor: null });
  expect(requests.map(({ view }) => view.id)).toEqual(expected);
  expect((await store.lookup.summary({ key: "u", since: startOfTime - 1 })).requests).toBe(6);
  expect((await store.lookup.request("r3-2"))?.view.id).toBe("r3-2");
});

it("what two partitions know of a request is one request, unless it cannot be told which", async () => {
  const store = open();
  const thumbprint = [{ type: "thumbprint", value: "AB12" }] as const;
  const twice = [{ type: "transactionId", value: "AGAIN" }] as const;
  const server = madeRequest({
    id: "server",
    host: "ndes01",
    started: startOfTime + 9,
    stage: 4,
    outcome: "unknown",
    keys: thumbprint,
  });
  const device = madeRequest({ id: "device", host: "phone", outcome: "failed", stage: 5, keys: thumbprint });
  const attempts = ["t", "t.2"].map((id) => madeRequest({ id, keys: twice }));
  await (await store.own("p0")).commit(finalCommit("1", [server, ...attempts]));
  await (
    await store.own("p1")
  ).commit(finalCommit("1", [device, madeRequest({ id: "other", host: "ca01", keys: twice })]));
  const { requests } = await store.lookup.list({ key: "ab12" }, { limit: 5, cursor: null });
  expect(requests).toHaveLength(1);
  expect(requests[0]?.view).toMatchObject({ id: "device", outcome: "failed", stageReached: 5 });
  expect(requests[0]?.notes.map(({ host }) => host)).toEqual(["phone", "ndes01"]);
  for (const id of ["server", "device"]) expect(await store.lookup.request(id)).toEqual(requests[0]);
  expect((await store.lookup.list({ key: "again" }, { limit: 5, cursor: null })).requests).toHaveLength(3);
  expect((await store.lookup.request("t.2"))?.view.id).toBe("t.2");
  expect((await store.lookup.summary({})).requests).toBe(5);
});
