import type { Batch } from "../../collectors/contract/index.ts";
import type { Partition } from "../partition/index.ts";

/**
 * Keeps one partition: decides when what changed is shown and when the state is committed, and tells the bus what is done.
 *
 * On crash: batches behind the last checkpoint were not done, and come again. On overload: showing and keeping take a bounded share of the time, however long they last. A
 * store that fails is tried again for ever; meanwhile no batch is done, so the bus fills and the collectors wait.
 */
export interface Keeper {
  readonly partition: Partition;
  /** Where the bus goes on: behind what its state holds; null: with the oldest. */
  readonly resumeFrom: string | null;
  take(batch: Batch): void;
  /** Until something is due, ms; null: nothing will be before the next batch. */
  dueMs(): number | null;
  keepDue(): Promise<void>;
  /** The end: everything is kept. */
  keepAll(): Promise<void>;
  /** The logs that were there at the start are read, and all that came of them, or was in flight before, is shown. Who never comes to an end with showing counts as done after a minute. */
  hasShown(): boolean;
  readonly standing: () => Standing;
  readonly health: () => KeeperHealth;
}

/** How it stands with the bus. */
export interface Standing {
  /** Messages that wait there, as far as it has told; null: nothing has come yet. */
  readonly waiting: number | null;
  /** It began with nothing, and has not caught up yet: its totals are not what they were. */
  readonly isRebuilding: boolean;
}

export interface KeeperHealth {
  /** ms UTC; null: none yet. */
  readonly checkpointAt: number | null;
  readonly stateBytes: number;
  /** Why the store takes nothing; null: it does. Until it does again, what it answers is of before. */
  readonly refusal: string | null;
}
