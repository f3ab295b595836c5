import { StoreFailed } from "../../processors/contract/index.ts";
import type { Log } from "../runtime/log.ts";

export interface RebuildingOptions {
  readonly log: Log;
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/** More damage within one life of the process is a disk that should not be written to any more. */
const rebuildsMax = 5;
const pauseMs = 1000;

/**
 * Runs the pipeline, and again when the store was damaged beneath it: the store has set the file aside and begun an empty one, the logs are still there, and what they
 * say is read once more. Rejects with everything else.
 *
 * On crash: the next start does the same with an empty store. On replay: requests have the ids that they had. On overload: a few times, with a pause between.
 */
export async function rebuilding(
  { log, wake, signal }: RebuildingOptions,
  run: () => Promise<void>,
): Promise<void> {
  for (let rebuilds = 1; ; rebuilds += 1) {
    try {
      await run();
      return;
    } catch (error) {
      if (!isDamaged(error) || signal.aborted || rebuilds > rebuildsMax) throw error;
      log.error("the store was damaged while it was used: it is built again from the logs", {
        error: error.message,
        rebuilds,
      });
    }
    await wake(pauseMs, signal);
  }
}

function isDamaged(error: unknown): error is StoreFailed {
  return error instanceof StoreFailed && error.code === "store.damaged";
}
