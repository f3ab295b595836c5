/** The clock of this process; the only place that reads it for the live pipeline. */
export const systemClock: { now(): number } = { now: () => Date.now() };

/** Resolves after so long, or as soon as it is aborted. Keeps the process alive while it waits. */
export function wakeAfter(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}
