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

/** Calls when the system asks to read the configuration again. Windows has no such wish: there the signal says that the console is closed. */
export function onReload(reload: () => void): void {
  process.on("SIGHUP", reload);
}

/** Whether SIGHUP asks to reload here. */
export const canReload: boolean = process.platform !== "win32";
