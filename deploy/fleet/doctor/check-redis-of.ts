import { StoreFailed } from "../../../processors/contract/index.ts";
import { checkRedis } from "../../../processors/state/redis/index.ts";
import type { RedisOptions } from "../../../processors/state/redis/index.ts";
import { isCliError } from "../../errors/cli-error.ts";
import type { Config } from "../../config/index.ts";
import type { RedisSecrets } from "../../config/secrets.ts";
import { hostTrouble, sayHostTrouble } from "../host-trouble.ts";
import type { TroubleCause } from "../host-trouble.ts";
import { redisOptions } from "../redis-options.ts";
import { openStoreToLook } from "../state/fleet-store.ts";
import type { Finding } from "../../doctor/index.ts";

export interface RedisCheckOptions {
  readonly config: Config;
  readonly secrets: RedisSecrets;
  /** That are to be kept, all in all: what memory they need is compared with what there is. */
  readonly requests: number;
  readonly role: "process" | "serve";
}

const area = "redis";

/** Somebody waits for the answer: no longer than this for each call. */
const callMsMax = 3000;

/** Whether Redis is as this role needs it. A Redis that does not answer is one finding, after some seconds. */
export async function checkRedisOf(options: RedisCheckOptions): Promise<readonly Finding[]> {
  const { config, secrets, requests, role } = options;
  try {
    const redis = redisOptions(config, secrets);
    const at = { ...redis, callMsMax: Math.min(redis.callMsMax, callMsMax) };
    const found = await checkRedis(at, { requests, isForReading: role === "serve" });
    const isReached = found.some(({ level }) => level === "ok");
    return [...found.map((finding) => ({ area, ...finding })), ...(isReached ? await hostFindings(at) : [])];
  } catch (error) {
    if (!isCliError(error)) throw error;
    return [{ area, level: "bad", what: error.message, remedy: error.remedy }];
  }
}

/** What is kept of the hosts may say that they are not collected as they should be. Where it cannot be asked, that was said already. */
async function hostFindings(redis: RedisOptions): Promise<readonly Finding[]> {
  const store = openStoreToLook(redis);
  try {
    const hosts = await store.lookup.hosts();
    return remedies.flatMap(([cause, remedy]) =>
      hostTrouble(hosts, cause).map((one): Finding => ({
        area: "hosts",
        level: "warn",
        what: sayHostTrouble(one),
        remedy,
      })),
    );
  } catch (error) {
    if (error instanceof StoreFailed) return [];
    throw error;
  } finally {
    await store.close();
  }
}

const remedies: readonly (readonly [TroubleCause, string])[] = [
  [
    "host.collected-twice",
    "stop one of them, or give the other machine a name of its own (`places[].host`) and remove `positions.a` and `positions.b` from its data folder while its collector is stopped",
  ],
  ["host.ca-apart", "give the collectors of this CA and of its NDES servers one `kafka.site`"],
];
