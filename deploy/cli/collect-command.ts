import { resolve } from "node:path";
import { readConfig, readKafkaSecret } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { runCollect } from "../fleet/index.ts";
import { systemClock, wakeAfter } from "../runtime/clock.ts";
import { stopSignal } from "../runtime/signals.ts";
import { cliError } from "./cli-error.ts";
import { openLog } from "./up/open-log.ts";
import { placesToFollow } from "./up/places-to-follow.ts";

export interface CollectFlags {
  readonly config?: string;
  readonly data?: string;
  readonly kafka?: string;
  readonly createTopics?: boolean;
  readonly color?: boolean;
}

/** Follows the logs of this machine, or those below the paths, into Kafka until it is stopped. */
export async function collectCommand(paths: readonly string[], flags: CollectFlags): Promise<number> {
  const config = effectiveConfig(flags);
  const secret = readKafkaSecret(config, process.env);
  const places = placesToFollow(paths, config, process.env);
  const stop = stopSignal(["SIGINT", "SIGTERM", "SIGHUP"]);
  const log = openLog(config, flags, [secret ?? ""]);
  try {
    await runCollect({
      config,
      secret,
      places,
      createsTopics: flags.createTopics === true,
      log,
      clock: systemClock,
      wake: wakeAfter,
      signal: stop.signal,
    });
    log.info("stopped: everything that was read is with Kafka");
    return 0;
  } finally {
    log.close();
  }
}

function effectiveConfig({ config, data, kafka }: CollectFlags): Config {
  const read = readConfig(config ?? null, process.env);
  const placed = data === undefined ? read : { ...read, dataFolder: resolve(data) };
  if (kafka === undefined) return placed;
  const brokers = kafka.split(",");
  if (!brokers.every((broker) => /^[^\s:]\S*:\d{1,5}$/.test(broker)))
    throw cliError({
      code: "usage.option-value",
      what: `--kafka "${kafka}" is no list of brokers`,
      remedy: "write HOST:PORT, several with commas between them",
    });
  return { ...placed, kafka: { ...placed.kafka, brokers } };
}
