import { reloadable } from "../../config/index.ts";
import type { Changes, Config } from "../../config/index.ts";
import type { Log } from "../../runtime/log.ts";

export interface ReloadOptions {
  readonly log: Log;
  /** Whether this process can change how long its store keeps what: else that needs a restart as well. */
  readonly keepsStore: boolean;
}

/**
 * The configuration that holds from now on, after a wish to read it again: the one before with what a running process can take. Null: it has mistakes, and all
 * stays as it was. What needs a restart is said each time, since each time it does not hold yet.
 */
export function reloaded(
  held: Config,
  read: () => Config,
  { log, keepsStore }: ReloadOptions,
): Config | null {
  const wanted = readOrSay(read, log);
  if (wanted === null) return null;
  const { safe, unsafe } = divided(reloadable(held, wanted), keepsStore);
  if (safe.length > 0) log.info("configuration read again: these settings hold now", { settings: safe });
  if (unsafe.length > 0)
    log.warn("these settings have changed and hold after a restart", { settings: unsafe });
  if (safe.length + unsafe.length === 0) log.info("configuration read again: nothing has changed");
  const { ageDaysMax, bytesMax } = (keepsStore ? wanted : held).store;
  return {
    ...held,
    store: { ...held.store, ageDaysMax, bytesMax },
    log: { ...held.log, level: wanted.log.level },
  };
}

function divided({ safe, unsafe }: Changes, keepsStore: boolean): Changes {
  const takes = (path: string): boolean => keepsStore || !path.startsWith("store.");
  return { safe: safe.filter(takes), unsafe: [...unsafe, ...safe.filter((path) => !takes(path))] };
}

function readOrSay(read: () => Config, log: Log): Config | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error && "remedy" in error)) throw error;
    log.error("the configuration has mistakes and was not taken", {
      reason: error.message,
      remedy: error.remedy,
    });
    return null;
  }
}
