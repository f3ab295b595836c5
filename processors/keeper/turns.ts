import type { Batch } from "../../collectors/contract/index.ts";

/** What there is to do next: a batch, or a look at what is due. */
export type Turn = { readonly type: "batch"; readonly batch: Batch } | { readonly type: "tick" };

/** Waits at most so long; ends at once when aborted. */
export type Wake = (ms: number, signal: AbortSignal) => Promise<void>;

/**
 * The batches of a source as they come, and between them a tick whenever `dueMs` has passed without one. `dueMs` is asked anew each time; null: nothing is due until
 * the next batch. Ends with the source. One batch is fetched ahead, no more.
 */
export async function* turns(
  batches: AsyncIterable<Batch>,
  dueMs: () => number | null,
  wake: Wake,
): AsyncGenerator<Turn> {
  const source = batches[Symbol.asyncIterator]();
  try {
    let next = source.next();
    // A tick that wins leaves the promise behind: what it rejects with is taken at the next turn.
    next.catch(() => {});
    for (;;) {
      const due = dueMs();
      const result = due === null ? await next : await first(next, due, wake);
      if (result === null) {
        yield { type: "tick" };
        continue;
      }
      if (result.done === true) return;
      yield { type: "batch", batch: result.value };
      next = source.next();
      next.catch(() => {});
    }
  } finally {
    await source.return?.();
  }
}

async function first(
  next: Promise<IteratorResult<Batch>>,
  dueMs: number,
  wake: Wake,
): Promise<IteratorResult<Batch> | null> {
  const over = new AbortController();
  try {
    return await Promise.race([next, wake(dueMs, over.signal).then(() => null)]);
  } finally {
    // With a reason of its own: else an error with a stack is made for each turn.
    over.abort("over");
  }
}
