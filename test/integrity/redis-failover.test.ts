import { afterAll, beforeAll, expect, it } from "vitest";
import { sentinelMaster, startRedisSentinel } from "../../deploy/dev/services/redis-fleets.ts";
import type { RedisFleet } from "../../deploy/dev/services/redis-fleets.ts";
import { StoreFailed } from "../../processors/contract/index.ts";
import type { Owned } from "../../processors/contract/index.ts";
import { heldBy, numberedCommit } from "../support/redis-commits.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";

let fleet: RedisFleet;
beforeAll(async () => {
  fleet = await startRedisSentinel();
});
afterAll(() => fleet.end());

it("after a failover commits go on, or are refused until the partition is owned anew; none is there by half", async () => {
  const [master, replica, sentinel] = fleet.servers;
  const sentinels = [{ host: "127.0.0.1", port: sentinel?.port ?? 0 }];
  const place = {
    kind: "sentinel",
    sentinels,
    master: sentinelMaster,
    username: null,
    password: null,
  } as const;
  const store = openRedisStore(redisAt({ host: "", port: 0 }, { place, callMsMax: 1000 }));
  let { owner } = await heldBy(store, "p0");
  let [next, away, ownedAnew, hasDied] = [0, 0, 0, false];
  for (; next < 300;) {
    if (next === 150 && !hasDied) {
      hasDied = true;
      await master?.kill();
    }
    const failure = await commit(owner, next);
    if (failure === null) {
      next += 1;
      continue;
    }
    if (failure.retryable) away += 1;
    if (away > 180) throw failure;
    if (failure.code !== "store.damaged") continue;
    const held = await heldBy(store, "p0");
    expect(held.commits).toBeLessThan(next);
    [owner, next, ownedAnew] = [held.owner, held.commits + 1, ownedAnew + 1];
  }
  expect(await replica?.command("role")).toMatch(/^master/);
  expect(ownedAnew).toBeLessThan(3);
  expect((await heldBy(store, "p0")).commits).toBe(299);
  await store.close();
}, 300_000);

async function commit(owner: Owned, number: number): Promise<StoreFailed | null> {
  try {
    await owner.commit(numberedCommit(number));
    return null;
  } catch (error) {
    if (error instanceof StoreFailed) return error;
    throw error;
  }
}
