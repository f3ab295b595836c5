import { checkRedis } from "../../processors/state/redis/index.ts";
import type { OpenStoreOptions } from "./open-store.ts";
import { redisOptions } from "./redis-options.ts";

/**
 * Says once, at the start, what a Redis must not be: one that evicts, for example, takes every commit, and what it throws away shows only in what is missing later. Nobody
 * waits for it.
 */
export async function sayRedisFindings({
  config,
  redisSecrets,
  log,
}: Pick<OpenStoreOptions, "config" | "redisSecrets" | "log">): Promise<void> {
  try {
    const found = await checkRedis(redisOptions(config, redisSecrets), { requests: 0 });
    for (const { level, what, remedy } of found)
      if (level === "bad") log.error("Redis is not as it should be", { says: what, remedy });
  } catch (error) {
    log.warn("Redis could not be looked at", { error });
  }
}
