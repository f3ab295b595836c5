import { checkRedis } from "../../processors/state/redis/index.ts";
import type { OpenStoreOptions } from "./open-store.ts";
import { redisOptions } from "./redis-options.ts";

/**
 * Says once, at the start, what a Redis must not be: one that evicts, for example, takes every commit, and what it throws away shows only in what is missing later. Nobody
 * waits for it, also when the signal is aborted. Who only shows what is there is not kept from that: for `serve` it is a warning.
 */
export async function sayRedisFindings(
  {
    config,
    redisSecrets,
    log,
    signal,
  }: Pick<OpenStoreOptions, "config" | "redisSecrets" | "log"> & { readonly signal: AbortSignal },
  role: "process" | "serve",
): Promise<void> {
  try {
    const isForReading = role === "serve";
    const found = await checkRedis(redisOptions(config, redisSecrets), { requests: 0, isForReading, signal });
    if (signal.aborted) return;
    for (const { level, what, remedy } of found)
      if (level === "bad")
        log[isForReading ? "warn" : "error"]("Redis is not as it should be", { about: what, remedy });
  } catch (error) {
    log.warn("Redis could not be looked at", { error });
  }
}
