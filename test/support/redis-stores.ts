import { afterAll, beforeAll } from "vitest";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../deploy/dev/services/redis.ts";
import type { Store } from "../../processors/contract/index.ts";
import { createRedisStore } from "../../processors/state/redis/index.ts";
import type { RedisOptions, RedisStoreOptions } from "../../processors/state/redis/index.ts";

export function redisAt(
  address: { readonly host: string; readonly port: number },
  options: Partial<RedisOptions> = {},
): RedisOptions {
  return {
    place: { kind: "single", address: { host: address.host, port: address.port } },
    username: null,
    password: null,
    tls: null,
    prefix: "scepscope:",
    callMsMax: 5000,
    ...options,
  };
}

/** A Redis store that forgets nothing, unless said otherwise. */
export function openRedisStore(redis: RedisOptions, options: Partial<RedisStoreOptions> = {}): Store {
  return createRedisStore({ redis, ageMsMax: null, now: () => 0, onEvent: () => {}, ...options });
}

/** Opens stores as `serve` sees one: a processor writes by a connection of its own, and what is looked at and heard of is another's. Each has a prefix of its own, on one Redis of the file. */
export function useFleetStores(): (readerQueueMax?: number) => Promise<Store> {
  let redis: RunningRedis;
  let count = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.end());
  return async (readerQueueMax = 1000) => {
    count += 1;
    const at = redisAt(redis, { prefix: `scepscope-fleet-${process.pid}-${count}:` });
    const [processing, serving] = [openRedisStore(at), openRedisStore(at, { readerQueueMax })];
    // It hears what changes from its first answer on.
    await serving.lookup.hosts();
    const close = async (): Promise<void> => {
      await Promise.all([processing.close(), serving.close()]);
    };
    return { ...processing, lookup: serving.lookup, close };
  };
}
