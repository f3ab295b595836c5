import type { Change } from "../contract/index.ts";

/** Changes to any number of readers. A reader that does not keep up loses what waits for it, and is told so: nobody waits for a reader. */
export interface FanOut {
  publish(changes: readonly Change[]): void;
  isHeard(): boolean;
  /** From this call on, until aborted or closed. */
  read(signal: AbortSignal): AsyncIterable<Change>;
  close(): void;
}

export function createFanOut(queueMax: number): FanOut {
  const readers = new Set<Reader>();
  const end = (reader: Reader): void => {
    readers.delete(reader);
    reader.ended = true;
    reader.wake();
  };
  return {
    publish: (changes) => {
      for (const reader of readers) offer(reader, changes, queueMax);
    },
    isHeard: () => readers.size > 0,
    read: (signal) => {
      const reader: Reader = { queue: [], ended: signal.aborted, wake: () => {} };
      if (!signal.aborted) {
        readers.add(reader);
        signal.addEventListener("abort", () => end(reader), { once: true });
      }
      return { [Symbol.asyncIterator]: () => iterate(reader, () => end(reader)) };
    },
    close: () => {
      for (const reader of readers) end(reader);
    },
  };
}

interface Reader {
  queue: Change[];
  ended: boolean;
  wake: () => void;
}

function offer(reader: Reader, changes: readonly Change[], queueMax: number): void {
  if (changes.length === 0) return;
  if (reader.queue.length + changes.length > queueMax) reader.queue = [{ type: "overflow" }];
  else reader.queue.push(...changes);
  reader.wake();
}

/** What was queued before the end is still handed out, except when the reader itself has left. */
async function* iterate(reader: Reader, leave: () => void): AsyncGenerator<Change> {
  try {
    for (;;) {
      const queued = reader.queue;
      reader.queue = [];
      yield* queued;
      if (reader.queue.length > 0) continue;
      if (reader.ended) return;
      await new Promise<void>((resolve) => {
        reader.wake = resolve;
      });
    }
  } finally {
    leave();
  }
}
