import { resolve } from "node:path";
import { readConfig } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { cliError } from "../errors/cli-error.ts";
import { withListen } from "./up/listen-option.ts";

/** What stands in place of what is configured. */
export interface ConfigFlags {
  readonly config?: string | undefined;
  readonly data?: string | undefined;
  readonly listen?: string | undefined;
  readonly kafka?: string | undefined;
  readonly redis?: string | undefined;
}

/** The configuration that holds. Throws a `CliError` that names the mistake. */
export function effectiveConfig({ config, data, listen, kafka, redis }: ConfigFlags): Config {
  const read = readConfig(config ?? null, process.env);
  const placed = data === undefined ? read : { ...read, dataFolder: folderAt("--data", data) };
  const heard = listen === undefined ? placed : withListen(placed, listen);
  const sent =
    kafka === undefined
      ? heard
      : { ...heard, kafka: { ...heard.kafka, brokers: addresses("--kafka", kafka) } };
  return redis === undefined
    ? sent
    : { ...sent, redis: { ...sent.redis, addresses: addresses("--redis", redis) } };
}

/** A variable of the shell that is not set would else be the folder that we are in. */
function folderAt(option: string, path: string): string {
  if (path !== "") return resolve(path);
  throw cliError({
    code: "usage.option-value",
    what: `${option} is empty`,
    remedy: "name a folder; the one that you are in is ./",
  });
}

function addresses(option: string, text: string): readonly string[] {
  const list = text.split(",");
  if (list.every((address) => /^[^\s:]\S*:\d{1,5}$/.test(address))) return list;
  throw cliError({
    code: "usage.option-value",
    what: `${option} "${text}" is no list of addresses`,
    remedy: "write HOST:PORT, several with commas between them",
  });
}
