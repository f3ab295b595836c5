import { measureRedis } from "../../../processors/state/redis/index.ts";
import { isCliError } from "../../errors/cli-error.ts";
import type { Config } from "../../config/index.ts";
import type { RedisSecrets } from "../../config/secrets.ts";
import type { TopicStanding } from "../../kafka/index.ts";
import { hostTrouble } from "../host-trouble.ts";
import { foreignOwner } from "../owner-name.ts";
import { redisOptions } from "../redis-options.ts";
import { askTopic } from "./ask-topic.ts";
import { openStoreToLook } from "./fleet-store.ts";
import { partitionView } from "./partition-view.ts";
import type { StateView } from "./state-view.ts";

export interface FleetSecrets {
  readonly redis: RedisSecrets;
  /** Of Kafka's user. */
  readonly kafka: string | null;
}

/** What a fleet keeps, and how far it has come. Changes nothing. Rejects with `StoreFailed` when Redis does not answer; without Kafka the lag is missing. */
export async function fleetState(config: Config, secrets: FleetSecrets): Promise<StateView> {
  const redis = redisOptions(config, secrets.redis);
  const store = openStoreToLook(redis);
  try {
    const [size, kept] = [await measureRedis(redis), await store.partitions()];
    const { requests, provisional } = await store.lookup.summary({});
    const hosts = await store.lookup.hosts();
    const { standing, trouble } = await standingOf(config, secrets.kafka);
    return {
      store: `Redis ${config.redis.addresses.join(", ")}, keys ${config.redis.keyPrefix}`,
      ...size,
      requests,
      provisional,
      hosts: hosts.length,
      collectedTwice: hostTrouble(hosts, "host.collected-twice"),
      caApart: hostTrouble(hosts, "host.ca-apart"),
      partitions: kept
        .map((one) => {
          const view = partitionView(one, standing, config.kafka.topic);
          return { ...view, trouble: foreignOwner(one.owner, config.kafka) ?? view.trouble };
        })
        .toSorted((a, b) => Number(a.partition.slice(1)) - Number(b.partition.slice(1))),
      kafka: trouble,
    };
  } finally {
    await store.close();
  }
}

async function standingOf(
  config: Config,
  secret: string | null,
): Promise<{ readonly standing: TopicStanding | null; readonly trouble: string | null }> {
  try {
    return { standing: await askTopic(config, secret), trouble: null };
  } catch (error) {
    if (!isCliError(error)) throw error;
    return { standing: null, trouble: `${error.message} [${error.code}]. What to do: ${error.remedy}` };
  }
}
