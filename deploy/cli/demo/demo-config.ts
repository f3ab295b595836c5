import { join } from "node:path";
import { readConfig } from "../../config/index.ts";
import type { Config } from "../../config/index.ts";
import { withListen } from "../up/listen-option.ts";

export function logsIn(folder: string): string {
  return join(folder, "logs");
}

/** The usual values, whatever is configured on this machine, with everything in the demo's own folder. */
export function demoConfig(folder: string, listen: string | undefined): Config {
  const usual = readConfig(null, {});
  // Its writers hold nothing back, so the page need not wait for them.
  const allowanceMs = {
    ...usual.live.allowanceMs,
    "iis-w3c": 2000,
    httperr: 2000,
    evtx: 2000,
    "event-xml": 2000,
  };
  const config: Config = {
    ...usual,
    dataFolder: join(folder, "state"),
    defaultPlaces: false,
    zones: [{ host: "ndes01", zone: "+01:00" }, ...usual.zones],
    live: { ...usual.live, allowanceMs },
    notify: { ...usual.notify, lookMs: 1000 },
    log: { ...usual.log, level: "warn" },
  };
  return listen === undefined ? config : withListen(config, listen);
}
