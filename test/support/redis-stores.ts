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
