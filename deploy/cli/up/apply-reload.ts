import { reloadable } from "../../config/index.ts";
import type { Config } from "../../config/index.ts";
import type { Log } from "../../runtime/log.ts";

/**
 * The configuration that holds from now on, after a wish to read it again: the one before with what a running process can take. Null: it has mistakes, and all
 * stays as it was. What needs a restart is said each time, since each time it does not hold yet.
 */
export function reloaded(held: Config, read: () => Config, log: Log): Config | null {
  const wanted = readOrSay(read, log);
  if (wanted === null) return null;
  const { safe, unsafe } = reloadable(held, wanted);
  if (safe.length > 0) log.info("configuration read again: these settings hold now", { settings: safe });
  if (unsafe.length > 0)
    log.warn("these settings have changed and hold after a restart", { settings: unsafe });
  if (safe.length + unsafe.length === 0) log.info("configuration read again: nothing has changed");
  const { ageDaysMax, bytesMax } = wanted.store;
  return {
    ...held,
    store: { ...held.store, ageDaysMax, bytesMax },
    log: { ...held.log, level: wanted.log.level },
  };
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
