import { checkRedis } from "../../processors/state/redis/index.ts";
import type { OpenStoreOptions } from "./open-store.ts";
import { redisOptions } from "./redis-options.ts";

/**
 * Says once, at the start, what a Redis must not be: one that evicts, for example, takes every commit, and what it throws away shows only in what is missing later. Nobody
 * waits for it. Who only shows what is there is not kept from that: for `serve` it is a warning.
 */
export async function sayRedisFindings(
  { config, redisSecrets, log }: Pick<OpenStoreOptions, "config" | "redisSecrets" | "log">,
  role: "process" | "serve",
): Promise<void> {
  try {
    const isForReading = role === "serve";
    const found = await checkRedis(redisOptions(config, redisSecrets), { requests: 0, isForReading });
    for (const { level, what, remedy } of found)
      if (level === "bad")
        log[isForReading ? "warn" : "error"]("Redis is not as it should be", { says: what, remedy });
  } catch (error) {
    log.warn("Redis could not be looked at", { error });
  }
}
