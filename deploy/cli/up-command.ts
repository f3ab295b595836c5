import { resolve } from "node:path";
import { readConfig, readSecrets } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { stopSignal, systemClock, wakeAfter } from "../runtime/clock.ts";
import { createLog, standardErrorWriter } from "../runtime/log.ts";
import type { RootLog } from "../runtime/log.ts";
import { terminalFacts, terminalOf } from "../runtime/terminal.ts";
import { livePlaces, startUp } from "../up/index.ts";
import { cliError } from "./cli-error.ts";
import type { Output } from "./output.ts";
import { withListen } from "./up/listen-option.ts";

export interface UpFlags {
  readonly config?: string;
  readonly data?: string;
  readonly listen?: string;
  readonly zone?: string;
  readonly color?: boolean;
}

/** Follows the logs of this machine, or those below the paths, until it is stopped. */
export async function upCommand(paths: readonly string[], flags: UpFlags, output: Output): Promise<number> {
  const config = effectiveConfig(flags);
  const secrets = readSecrets(config, process.env);
  const places = livePlaces(paths, config, process.env);
  if (places.length === 0) throw nothingToFollow();
  const log = openLog(config, flags, [secrets.token ?? "", secrets.pseudonymKey ?? ""]);
  const stop = stopSignal();
  try {
    const up = await startUp({
      config,
      secrets,
      places,
      zone: flags.zone ?? null,
      log,
      clock: systemClock,
      wake: wakeAfter,
      signal: stop.signal,
    });
    await output.write(
      `scepscope: the page is at ${up.url}, metrics at ${up.url}/metrics. Ctrl-C stops it.\n`,
    );
    log.info("started", { url: up.url, places: places.map(({ path }) => path), state: config.dataFolder });
    await up.ended;
    log.info("stopped: everything that was read is kept");
    return 0;
  } finally {
    log.close();
  }
}

function effectiveConfig({ config, data, listen }: UpFlags): Config {
  const read = readConfig(config ?? null, process.env);
  const placed = data === undefined ? read : { ...read, dataFolder: resolve(data) };
  return listen === undefined ? placed : withListen(placed, listen);
}

export function openLog(
  config: Config,
  flags: { readonly color?: boolean },
  secrets: readonly string[],
): RootLog {
  const { isColourful, isWatched } = terminalOf(terminalFacts(), flags);
  const { level, format } = config.log;
  return createLog({
    level,
    format: format === "auto" ? (isWatched ? "text" : "json") : format,
    isColourful: isColourful && isWatched,
    write: standardErrorWriter(),
    now: () => systemClock.now(),
    secrets: secrets.filter((secret) => secret !== ""),
  });
}

function nothingToFollow(): Error {
  return cliError({
    code: "input.missing",
    what: "there is nothing to follow: this machine has none of the usual folders of NDES, IIS or the connector",
    remedy:
      "name a folder: `scepscope up FOLDER`, or `places` in the configuration; `scepscope demo` shows it on invented logs",
  });
}
