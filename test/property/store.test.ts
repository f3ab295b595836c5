import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../deploy/dev/services/redis.ts";
import { decodeBody, encodeBody } from "../../processors/state/body.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";
import { openTestStore } from "../support/sqlite-stores.ts";
import { compareWithMemory } from "../support/store-model.ts";
import { storedRequests } from "../support/stored-requests.ts";

let redis: RunningRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.end());

it("the SQLite store answers whatever the memory store answers, after whatever was done", () =>
  compareWithMemory(() => {
    const folder = mkdtempSync(join(tmpdir(), "scepscope-model-"));
    return {
      open: () => Promise.resolve(openTestStore(join(folder, "store.sqlite"))),
      end: () => Promise.resolve(rmSync(folder, { recursive: true })),
      idsAreOfAll: true,
    };
  }, 60));

it("and so does the Redis store", () => {
  let cases = 0;
  return compareWithMemory(() => {
    cases += 1;
    const prefix = `scepscope-model-${process.pid}-${cases}:`;
    return {
      open: async () => {
        const store = openRedisStore(redisAt(redis, { prefix }));
        // Whoever listens before the first answer is told that something may have been missed.
        await store.lookup.hosts();
        return store;
      },
      end: () => Promise.resolve(),
      idsAreOfAll: false,
    };
  }, 60);
});

it("a request is read as it was written", () => {
  for (const request of [...storedRequests("calm-legacy", 20), ...storedRequests("failures", 20)])
    expect(decodeBody(encodeBody(request))).toEqual(request);
});
