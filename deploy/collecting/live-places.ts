import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { defaultPlaces, usualChannels } from "../../collectors/index.ts";
import type { Place } from "../../collectors/index.ts";
import { hostLabel } from "../config/index.ts";
import type { Config } from "../config/index.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What is followed: the paths of the command line alone, else what is configured, and with it the usual places of a server. A path is a folder laid out
 * like a server, or one with a folder per host.
 */
export function livePlaces(paths: readonly string[], config: Config, env: Environment): readonly Place[] {
  if (paths.length > 0) return paths.map((path) => placeAt(path, paths.length > 1));
  const configured = config.places.map(({ path, host, include, exclude }) => ({
    ...placeAt(path, true),
    host: host === "" ? null : hostLabel(host),
    include,
    exclude,
  }));
  const usual = config.defaultPlaces ? usualPlaces(env) : [];
  if (channelsToAsk(paths, config).length === 0) return [...configured, ...usual];
  const folder = placeAt(eventLogFolder(config.dataFolder), true);
  // Beside them lies up to where each channel was looked through.
  const events = { ...folder, name: eventLogs, include: ["*.xml"], optional: true };
  return [...configured, ...usual.filter(({ name }) => name !== eventLogs), events];
}

/** Of the default place of event logs, and of the one that takes its place. */
const eventLogs = "EventLogs";

/** Where the events of channels are written, to be followed. */
export function eventLogFolder(dataFolder: string): string {
  return join(dataFolder, "event-logs");
}

export function channelsToAsk(
  paths: readonly string[],
  { eventLogs: { channels }, defaultPlaces: isUsual }: Config,
): readonly string[] {
  if (paths.length > 0) return [];
  return channels.length === 0 && isUsual && process.platform === "win32" ? usualChannels : channels;
}

function placeAt(path: string, isNamed: boolean): Place {
  const absolute = resolve(path);
  return {
    path: absolute,
    name: isNamed ? basename(absolute) : "",
    host: null,
    include: [],
    exclude: [],
    optional: false,
  };
}

/** Only where this machine has what the path begins with: elsewhere than on Windows there is none of them. */
function usualPlaces(env: Environment): readonly Place[] {
  return defaultPlaces().flatMap((place) => {
    const path = expanded(place.path, env);
    return path === null || !existsSync(path) ? [] : [{ ...place, path }];
  });
}

/** Null: a variable is not set. The names of Windows' variables do not tell cases apart. */
function expanded(path: string, env: Environment): string | null {
  const values = new Map(Object.entries(env).map(([name, value]) => [name.toLowerCase(), value ?? ""]));
  let isKnown = true;
  const text = path.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = values.get(name.toLowerCase()) ?? "";
    isKnown &&= value !== "";
    return value;
  });
  return isKnown ? text : null;
}
