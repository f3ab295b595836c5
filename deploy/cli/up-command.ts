import { readNotifySecrets, readSecrets } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { systemClock, wakeAfter } from "../runtime/clock.ts";
import { stopSignal, endingSignals } from "../runtime/signals.ts";
import { channelsToAsk } from "../collecting/index.ts";
import { startUp } from "../up/index.ts";
import { effectiveConfig } from "./effective-config.ts";
import type { Output } from "./output.ts";
import { reloadOnWish } from "./up/reload-on-wish.ts";
import { withReceivers } from "./up/receiver-options.ts";
import { openLog, underLog } from "./up/open-log.ts";
import { placesToFollow } from "./up/places-to-follow.ts";

export interface UpFlags {
  readonly config?: string;
  readonly data?: string;
  readonly listen?: string;
  readonly zone?: string;
  readonly alertmanager?: string;
  readonly webhook?: string;
  readonly color?: boolean;
}

/** Follows the logs of this machine, or those below the paths, until it is stopped. */
export async function upCommand(paths: readonly string[], flags: UpFlags, output: Output): Promise<number> {
  const read = (): Config => withReceivers(effectiveConfig(flags), flags);
  const config = read();
  const secrets = readSecrets(config, process.env);
  const notifySecrets = readNotifySecrets(config, process.env);
  const stop = stopSignal(endingSignals);
  const { token, pseudonymKey, traceHeaders = new Map<string, string>() } = secrets;
  const log = openLog(config, flags, [
    token,
    pseudonymKey,
    ...traceHeaders.values(),
    ...Object.values(notifySecrets).map((secret: string | null) => secret),
  ]);
  return underLog(log, async () => {
    const places = placesToFollow({ command: "up", paths }, config, process.env);
    const zone = flags.zone ?? null;
    const channels = channelsToAsk(paths, config);
    const around = { clock: systemClock, wake: wakeAfter, signal: stop.signal };
    const up = await startUp({ config, secrets, notifySecrets, places, channels, zone, log, ...around });
    reloadOnWish(config, { read, log, ...up });
    await output.write(
      `scepscope: the page is at ${up.url}, metrics at ${up.url}/metrics. Ctrl-C stops it.\n`,
    );
    await output.flush();
    log.info("started", { url: up.url, places: places.map(({ path }) => path), state: config.dataFolder });
    await up.ended;
    log.info("stopped: everything that was read is kept");
    return 0;
  });
}
