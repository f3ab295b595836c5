import type { Config } from "../../config/index.ts";
import type { RootLog } from "../../runtime/log.ts";
import { onReload } from "../../runtime/signals.ts";
import { reloaded } from "./apply-reload.ts";

export interface Reloading {
  readonly read: () => Config;
  readonly log: RootLog;
  /** Is told what the store keeps from now on; null: it cannot be told while it runs. */
  readonly keepFor: ((store: Config["store"]) => void) | null;
}

/** From now on the configuration is read again whenever the system asks for it: what can be taken holds, of the rest it is said that it needs a restart. */
export function reloadOnWish(first: Config, { read, log, keepFor }: Reloading): void {
  let held = first;
  onReload(() => {
    const config = reloaded(held, read, { log, keepsStore: keepFor !== null });
    if (config === null) return;
    held = config;
    log.setLevel(config.log.level);
    keepFor?.(config.store);
  });
}
