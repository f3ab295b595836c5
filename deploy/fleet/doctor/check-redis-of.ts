import { checkRedis } from "../../../processors/state/redis/index.ts";
import type { Config } from "../../config/index.ts";
import type { RedisSecrets } from "../../config/secrets.ts";
import { redisOptions } from "../redis-options.ts";
import type { Finding } from "../../doctor/index.ts";

export interface RedisCheckOptions {
  readonly config: Config;
  readonly secrets: RedisSecrets;
  /** That are to be kept, all in all: what memory they need is compared with what there is. */
  readonly requests: number;
  readonly role: "process" | "serve";
}

/** Somebody waits for the answer: no longer than this for each call. */
const callMsMax = 3000;

/** Whether Redis is as this role needs it. A Redis that does not answer is one finding, after some seconds. */
export async function checkRedisOf(options: RedisCheckOptions): Promise<readonly Finding[]> {
  const { config, secrets, requests, role } = options;
  const redis = redisOptions(config, secrets);
  const found = await checkRedis(
    { ...redis, callMsMax: Math.min(redis.callMsMax, callMsMax) },
    { requests, isForReading: role === "serve" },
  );
  return found.map((finding) => ({ area: "redis", ...finding }));
}
