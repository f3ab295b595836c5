import type { Wake } from "./turns.ts";

export interface Patience {
  /** The longest wait before the next try. */
  readonly retryMsMax: number;
  readonly wake: Wake;
  /** Nobody waits any longer. */
  readonly signal: AbortSignal;
  readonly failed: (message: string, retryMs: number) => void;
  /** It works again. */
  readonly recovered: () => void;
}

/**
 * The one place where a failing store is waited for. Rejects with what cannot get better by waiting, and when nobody waits any longer.
 *
 * On crash: what was asked for is done or not done at all, and is asked for again. On overload: nothing else is asked of the store meanwhile.
 */
export async function untilDone<T>(act: () => Promise<T>, patience: Patience): Promise<T> {
  const { retryMsMax, wake, signal } = patience;
  for (let retryMs = firstRetryMs; ; retryMs = Math.min(retryMs * 2, retryMsMax)) {
    try {
      const done = await act();
      if (retryMs > firstRetryMs) patience.recovered();
      return done;
    } catch (error) {
      if (!isRetryable(error) || signal.aborted) throw error;
      patience.failed(error.message, retryMs);
      await wake(retryMs, signal);
    }
  }
}

const firstRetryMs = 100;

function isRetryable(error: unknown): error is Error {
  return error instanceof Error && "retryable" in error && error.retryable === true;
}
