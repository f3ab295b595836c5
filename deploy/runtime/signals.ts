type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

/**
 * Aborts at Ctrl-C or when the system asks to stop; a second time ends the process at once. Whoever listened before listens no more: a command that has
 * something to close is not ended under its hands.
 */
export function stopSignal(names: readonly Signal[] = ["SIGINT", "SIGTERM"]): AbortController {
  const stop = new AbortController();
  for (const name of names) {
    process.removeAllListeners(name);
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  }
  return stop;
}

/** Whether SIGHUP asks to read the configuration again. Windows has no such wish: there the signal says that the console is closed. */
const canReload = process.platform !== "win32";

/** What asks a process that goes on until somebody ends it to stop. */
export const endingSignals: readonly Signal[] = canReload
  ? ["SIGINT", "SIGTERM"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Calls when the system asks to read the configuration again, where it can ask for that. */
export function onReload(reload: () => void): void {
  if (canReload) process.on("SIGHUP", reload);
}
