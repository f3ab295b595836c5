import { readKafkaSecret } from "../config/index.ts";
import { runCollect } from "../fleet/collect.ts";
import { systemClock, wakeAfter } from "../runtime/clock.ts";
import { stopSignal, endingSignals } from "../runtime/signals.ts";
import { channelsToAsk } from "../collecting/index.ts";
import { effectiveConfig } from "./effective-config.ts";
import { openLog, underLog } from "./up/open-log.ts";
import { placesToFollow } from "./up/places-to-follow.ts";
import { reloadOnWish } from "./up/reload-on-wish.ts";

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
  const stop = stopSignal(endingSignals);
  const log = openLog(config, flags, [secret]);
  reloadOnWish(config, { read: () => effectiveConfig(flags), log, keepFor: null });
  return underLog(log, async () => {
    await runCollect({
      config,
      secret,
      places: placesToFollow({ command: "collect", paths }, config, process.env),
      channels: channelsToAsk(paths, config),
      createsTopics: flags.createTopics === true,
      log,
      clock: systemClock,
      wake: wakeAfter,
      signal: stop.signal,
    });
    log.info("stopped: the next start goes on behind what was sent");
    return 0;
  });
}
