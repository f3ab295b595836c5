import type { Store } from "../../../processors/contract/index.ts";
import { createRedisStore } from "../../../processors/state/redis/index.ts";
import type { RedisOptions } from "../../../processors/state/redis/index.ts";

/** The store of a fleet for somebody who looks at it: nothing is forgotten by age. */
export function openStoreToLook(redis: RedisOptions): Store {
  return createRedisStore({ redis, ageMsMax: null, now: () => 0, onEvent: () => undefined });
}
