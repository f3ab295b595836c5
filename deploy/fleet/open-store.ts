import { createRedisStore } from "../../processors/state/redis/index.ts";
import type { RedisStoreEvent } from "../../processors/state/redis/index.ts";
import type { Store } from "../../processors/contract/index.ts";
import type { Config, RedisSecrets } from "../config/index.ts";
import type { Log } from "../runtime/log.ts";
import { redisOptions } from "./redis-options.ts";

export interface OpenStoreOptions {
  readonly config: Config;
  readonly redisSecrets: RedisSecrets;
  readonly log: Log;
  readonly clock: { now(): number };
}

/** The store of a fleet. Connects by itself, and goes on when Redis comes back. */
export function openFleetStore({ config, redisSecrets, log, clock }: OpenStoreOptions): Store {
  return createRedisStore({
    redis: redisOptions(config, redisSecrets),
    ageMsMax: config.store.ageDaysMax * 86_400_000,
    now: () => clock.now(),
    onEvent: (event) => sayRedisEvent(log, event),
    readerQueueMax: config.api.streamChangesMax,
  });
}

function sayRedisEvent(log: Log, { type, ...fields }: RedisStoreEvent): void {
  if (type === "forgotten") log.info("old requests were forgotten, as configured", fields);
  else if (type === "retention-failed") log.warn("old requests cannot be forgotten", fields);
  else
    log.warn("the store holds no state of the partition: it is made from the oldest that Kafka has", fields);
}
