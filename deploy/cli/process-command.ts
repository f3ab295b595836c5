import { readKafkaSecret, readRedisSecrets, readSecrets } from "../config/index.ts";
import { startProcess } from "../fleet/process.ts";
import { systemClock, wakeAfter } from "../runtime/clock.ts";
import { stopSignal, endingSignals } from "../runtime/signals.ts";
import { effectiveConfig } from "./effective-config.ts";
import type { ConfigFlags } from "./effective-config.ts";
import type { Output } from "./output.ts";
import { openLog, underLog } from "./up/open-log.ts";
import { reloadOnWish } from "./up/reload-on-wish.ts";

export interface ProcessFlags extends Omit<ConfigFlags, "data"> {
  readonly zone?: string;
  readonly createTopics?: boolean;
  readonly color?: boolean;
}

/** Processes what Kafka gives to this member of the group, until it is stopped. */
export async function processCommand(flags: ProcessFlags, output: Output): Promise<number> {
  const config = effectiveConfig(flags);
  const secrets = readSecrets(config, process.env);
  const redisSecrets = readRedisSecrets(config, process.env);
  const kafkaSecret = readKafkaSecret(config, process.env);
  const stop = stopSignal(endingSignals);
  const log = openLog(config, flags, [
    secrets.token,
    secrets.pseudonymKey,
    kafkaSecret,
    redisSecrets.redisPassword,
    redisSecrets.sentinelPassword,
  ]);
  reloadOnWish(config, { read: () => effectiveConfig(flags), log, keepFor: null });
  return underLog(log, async () => {
    const around = { log, clock: systemClock, wake: wakeAfter, signal: stop.signal };
    const zone = flags.zone ?? null;
    const running = await startProcess({
      ...{ config, secrets, redisSecrets, kafkaSecret, zone },
      createsTopics: flags.createTopics === true,
      ...around,
    });
    await output.write(
      `scepscope: a processor; its metrics are at ${running.url}/metrics. Ctrl-C stops it.\n`,
    );
    await output.flush();
    log.info("started", { url: running.url, topic: config.kafka.topic, group: config.kafka.groupId });
    await running.ended;
    log.info("stopped: everything that was taken is kept");
    return 0;
  });
}
