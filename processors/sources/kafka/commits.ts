import type { TopicPartitionOffsetAndMetadata } from "kafkajs";

/** The group's offsets, for people and tools that watch the lag. They are never the truth: whoever reads asks its own store where to go on. */
export interface Commits {
  /** All before `next` is done. */
  note(partition: number, next: number): void;
  /** Commits what is due. */
  flush(): void;
  /** Commits all that was noted; never rejects. */
  settle(): Promise<void>;
  forget(partition: number): void;
}

export interface CommitOptions {
  readonly topic: string;
  readonly everyMs: number;
  readonly commit: (offsets: TopicPartitionOffsetAndMetadata[]) => Promise<void>;
}

export function createCommits({ topic, everyMs, commit }: CommitOptions): Commits {
  const due = new Map<number, number>();
  let [running, begunAt]: [Promise<void> | null, number] = [null, Number.NEGATIVE_INFINITY];
  const begin = (): void => {
    const offsets = [...due].map(([partition, next]) => ({ topic, partition, offset: String(next) }));
    due.clear();
    begunAt = performance.now();
    // An offset that could not be committed is behind by a second, and the next one says more.
    running = commit(offsets)
      .catch(() => undefined)
      .finally(() => (running = null));
  };
  const flush = (): void => {
    if (running === null && due.size > 0 && performance.now() - begunAt >= everyMs) begin();
  };
  return {
    note: (partition, next) => {
      due.set(partition, next);
      flush();
    },
    flush,
    settle: async () => {
      await running;
      if (due.size > 0) begin();
      await running;
    },
    forget: (partition) => void due.delete(partition),
  };
}
