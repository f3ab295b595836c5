import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../deploy/dev/services/redis.ts";
import { redisCommand } from "../../deploy/dev/services/redis-process.ts";
import type { Owned, Store, StoredRequest } from "../../processors/contract/index.ts";
import type { RedisStoreOptions } from "../../processors/state/redis/index.ts";
import { emptyCommit, finalCommit, idsOf } from "../support/commits.ts";
import { madeRequest, startOfTime } from "../support/made-requests.ts";
import { redisIndexOf } from "../support/redis-index.ts";
import type { RedisIndex } from "../support/redis-index.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";
import { seededFractions } from "../support/seeded-fractions.ts";

let redis: RunningRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.end());

let [prefix, count] = ["", 0];
const opened: Store[] = [];
const open = (options: Partial<RedisStoreOptions> = {}): Store => {
  const store = openRedisStore(redisAt(redis, { prefix }), options);
  opened.push(store);
  return store;
};
let index: RedisIndex;
beforeEach(() => {
  count += 1;
  prefix = `scepscope-many-${process.pid}-${count}:`;
  index = redisIndexOf(redis.port, prefix, "p0");
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

/** Numbers below which requests of a partition end just behind a border of 4096, and of 65,536. */
const borders = [0, 4096 - 50, 65_536 - 50, 2 ** 20 - 50] as const;
const everyMs = 10;

/** Each carries what all of them carry, and something of its own. */
function carrying(at: number, wish: Partial<Parameters<typeof madeRequest>[0]> = {}): StoredRequest {
  return madeRequest({
    id: `r${at}`,
    started: startOfTime + at * everyMs,
    keys: [
      { type: "userAgent", value: "Agent" },
      { type: "deviceId", value: `device-${at}` },
    ],
    ...wish,
  });
}

const numbersFrom = (first: number, last: number): number[] =>
  Array.from({ length: last - first }, (_, at) => first + at);
const newestFirst = (ats: readonly number[]): string[] => ats.toSorted((a, b) => b - a).map((at) => `r${at}`);
const found = (store: Store, limit: number = 1000): Promise<string[]> =>
  idsOf(store, limit, { key: "agent" });

async function commitEach(owner: Owned, ats: readonly number[], size: number): Promise<void> {
  for (let first = 0; first < ats.length; first += size)
    await owner.commit(
      finalCommit(
        String(first),
        ats.slice(first, first + size).map((at) => carrying(at)),
      ),
    );
}

describe.each(borders)("what many carry, with numbers from %i", (begin) => {
  it.each([1, 20, 31, 32, 300])("is found newest first, in commits of %i", async (size) => {
    const store = open();
    const owner = await store.own("p0");
    await index.beginAt(begin);
    const ats = numbersFrom(0, 300);
    await commitEach(owner, ats, size);
    for (const limit of [9, 1000]) expect(await found(store, limit)).toEqual(newestFirst(ats));
    expect(await idsOf(store, 1, { key: "device-299" })).toEqual(["r299"]);
    expect((await store.lookup.summary({ key: "agent" })).requests).toBe(300);
  });

  it("is found in order when what came first is the newest, within moments too", async () => {
    const store = open();
    const owner = await store.own("p0");
    await index.beginAt(begin);
    const ats = numbersFrom(0, 1200);
    await commitEach(owner, ats.toReversed(), 100);
    const { requests } = await store.lookup.list({ key: "agent" }, { limit: 20, cursor: null });
    expect(requests.map(({ view }) => view.id)).toEqual(newestFirst(ats).slice(0, 20));
    const [since, until] = [startOfTime + 100 * everyMs, startOfTime + 140 * everyMs];
    expect(await idsOf(store, 30, { key: "agent", since, until })).toEqual(
      newestFirst(numbersFrom(100, 140)),
    );
  });

  it("is forgotten from where it lies, and leaves nothing", async () => {
    let now = startOfTime;
    const ageMs = 60_000;
    const store = open({ ageMsMax: ageMs, now: () => now });
    const owner = await store.own("p0");
    await index.beginAt(begin);
    const ats = numbersFrom(0, 200);
    await commitEach(owner, ats, 50);
    let position = 1000;
    for (const kept of [10, 31, 32, 90, 199, 200]) {
      now = startOfTime + ageMs + kept * everyMs;
      position += 1;
      for (let round = 0; round < 4; round += 1) await owner.commit(finalCommit(String(position), []));
      expect(await found(store)).toEqual(newestFirst(ats.slice(kept)));
    }
    expect(await index.sizes()).toEqual({ wide: 0, narrow: 0 });
  });

  it("stays as it is told while requests change, become final, go and are forgotten", async () => {
    let now = startOfTime;
    const store = open({ ageMsMax: 1_000_000, now: () => now });
    const owner = await store.own("p0");
    await index.beginAt(begin);
    const story = createStory(begin + 1);
    for (let round = 0; round < 30; round += 1) {
      const commit = story.next();
      await owner.commit(commit);
      if (round % 5 !== 4) continue;
      for (const value of userAgents)
        expect(await idsOf(store, 50, { key: value })).toEqual(story.carriersOf(value));
    }
    await store.own("p0");
    now += 10_000_000;
    const last = await store.own("p0");
    for (let round = 0; round < 9; round += 1) await last.commit(finalCommit(String(round), []));
    expect(await idsOf(store)).toEqual([]);
    expect(await index.sizes()).toEqual({ wide: 0, narrow: 0 });
  });
});

/** Values, and which share of the requests carries them. */
const shareOf = { all: 1, many: 0.7, some: 0.15 } as const;
const userAgents = ["all", "many", "some"] as const;

interface Story {
  next(): Parameters<Owned["commit"]>[0];
  /** In the order of a list. */
  carriersOf(value: string): string[];
}

/** Provisional requests in numbers that are free again, with other identifiers each time. */
function createStory(seed: number): Story {
  const fraction = seededFractions(seed);
  const open = new Map<string, StoredRequest>();
  const finals = new Map<string, StoredRequest>();
  let made = 0;
  const make = (id: string, isFinal: boolean): StoredRequest => {
    const values = userAgents.filter((value) => fraction() < shareOf[value]);
    const keys = values.map((value) => ({ type: "userAgent", value }) as const);
    return madeRequest({ id, isFinal, started: startOfTime + Math.floor(fraction() * 1000), keys });
  };
  const put = (request: StoredRequest): StoredRequest => {
    open.delete(request.view.id);
    (request.isFinal ? finals : open).set(request.view.id, request);
    return request;
  };
  return {
    next: () => {
      const before = [...open.keys()];
      const changed = before.filter(() => fraction() < 0.3).map((id) => put(make(id, fraction() < 0.4)));
      const fresh = numbersFrom(made, made + 5 + Math.floor(fraction() * 40)).map((at) =>
        put(make(`n${at}`, fraction() < 0.3)),
      );
      made += fresh.length;
      const gone = [...open.keys()].filter(() => fraction() < 0.2);
      for (const id of gone) open.delete(id);
      return {
        ...emptyCommit,
        ...finalCommit(String(made), [...changed, ...fresh]),
        gone: gone.map((id) => ({ id, successor: null })),
      };
    },
    carriersOf: (value) =>
      [...open.values(), ...finals.values()]
        .filter(({ keys }) => keys.some((key) => key.value === value))
        .toSorted((a, b) => startOf(b) - startOf(a) || (a.view.id < b.view.id ? -1 : 1))
        .map(({ view }) => view.id),
  };
}

function startOf({ view }: StoredRequest): number {
  return Date.parse(view.startedAt ?? "");
}

describe("a partition of the first schema", () => {
  it("is found in as before, by who reads it and by who owns it, also what comes now and when it is forgotten", async () => {
    let now = startOfTime;
    const ageMs = 60_000;
    const early = open({ ageMsMax: ageMs, now: () => now });
    const first = await early.own("p0");
    await index.beginAt(4096 - 50);
    const [before, after] = [numbersFrom(0, 150), numbersFrom(150, 300)];
    await commitEach(first, before, 30);
    await first.commit({ ...emptyCommit, requests: [carrying(999, { id: "open", isFinal: false })] });
    await index.toFirstSchema();
    expect((await index.sizes()).wide).toBe(0);
    const store = open({ ageMsMax: ageMs, now: () => now });
    expect(await found(store)).toEqual(["open", ...newestFirst(before)]);
    const owner = await store.own("p0");
    expect(await redisCommand(redis.port, ["get", `${prefix}schema`])).toBe("2");
    expect(await found(store)).toEqual(newestFirst(before));
    await commitEach(owner, after, 30);
    expect(await found(store, 40)).toEqual(newestFirst([...before, ...after]));
    for (const at of [0, 149, 150, 299])
      expect(await idsOf(store, 1, { key: `device-${at}` })).toEqual([`r${at}`]);
    for (const [kept, left] of [
      [100, newestFirst(numbersFrom(100, 300))],
      [200, newestFirst(numbersFrom(200, 300))],
      [300, []],
    ] as const) {
      now = startOfTime + ageMs + kept * everyMs;
      for (let round = 0; round < 4; round += 1) await owner.commit(finalCommit(`${kept} ${round}`, []));
      expect(await found(store)).toEqual(left);
    }
    expect(await index.sizes()).toEqual({ wide: 0, narrow: 0 });
  });
});
