import { readRedisSecrets, readSecrets } from "../config/index.ts";
import { startServe } from "../fleet/serve.ts";
import { systemClock } from "../runtime/clock.ts";
import { stopSignal, endingSignals } from "../runtime/signals.ts";
import { effectiveConfig } from "./effective-config.ts";
import type { ConfigFlags } from "./effective-config.ts";
import type { Output } from "./output.ts";
import { openLog, underLog } from "./up/open-log.ts";
import { reloadOnWish } from "./up/reload-on-wish.ts";

export interface ServeFlags extends Pick<ConfigFlags, "config" | "listen" | "redis"> {
  readonly color?: boolean;
}

/** Serves the page and the API of a fleet until it is stopped. */
export async function serveCommand(flags: ServeFlags, output: Output): Promise<number> {
  const config = effectiveConfig(flags);
  const secrets = readSecrets(config, process.env);
  const redisSecrets = readRedisSecrets(config, process.env);
  const stop = stopSignal(endingSignals);
  const log = openLog(config, flags, [
    secrets.token,
    secrets.pseudonymKey,
    redisSecrets.redisPassword,
    redisSecrets.sentinelPassword,
  ]);
  reloadOnWish(config, { read: () => effectiveConfig(flags), log, keepFor: null });
  return underLog(log, async () => {
    const server = await startServe({ config, secrets, redisSecrets, log, clock: systemClock });
    await output.write(`scepscope: the page is at ${server.url}. Ctrl-C stops it.\n`);
    await output.flush();
    log.info("started", { url: server.url, redis: config.redis.addresses });
    await stopped(stop.signal);
    await server.close();
    return 0;
  });
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
