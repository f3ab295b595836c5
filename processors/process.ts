import type { BusSource } from "../collectors/contract/index.ts";
import { StoreFailed, StoreFenced } from "./contract/index.ts";
import type { Owned, Store } from "./contract/index.ts";
import { openKeeper, patienceOf, turns, untilDone } from "./keeper/index.ts";
import type { Keeper, KeeperEvent, KeeperOptions, Wake } from "./keeper/index.ts";

/** What the keeper of a partition tells, or whoever takes it up; without one before any is taken. */
export type ProcessEvent = KeeperEvent & { readonly partition?: string };

export interface ProcessOptions extends Omit<KeeperOptions, "onEvent"> {
  readonly onEvent: (event: ProcessEvent) => void;
  readonly source: BusSource;
  readonly store: Store;
  /** Who this is, for people: told to whoever has the partition from somebody else. Left out: it does not matter. */
  readonly owner?: string;
  /** Waits at most so long. */
  readonly wake: Wake;
  readonly signal: AbortSignal;
  /** A partition is owned, and its state restored: collectors may go on where it stands. */
  readonly opened: (partition: string, keeper: Keeper) => void;
  /** It is another's now, or is about to be taken up anew: what its keeper says counts no longer. */
  readonly closed: (partition: string) => void;
}

/**
 * The pipeline: batches of shipped slices to requests in the store. Runs until aborted or until the source ends, then keeps what it has.
 *
 * On crash: the store holds the state behind a position, and the bus brings what lies behind it again: each byte has its effect once. On replay: see `Partition`. On
 * overload: a batch is taken when the one before is done, so the bus fills and the collectors wait. When a partition changes hands, the later owner begins where the
 * last commit stands, and the earlier one cannot commit any more: what it had not kept is done again by the other. State that is lost is made again from a bus that
 * remembers; where it does not, this rejects.
 */
export async function processBatches(options: ProcessOptions): Promise<void> {
  const { source, store, wake, signal } = options;
  const keepers = new Map<string, Keeper>();
  /** Less is kept of these than was shown. */
  const lossy = new Set<string>();
  const resume = async (partition: string): Promise<string | null> => {
    const owned = await takeUp(options, partition);
    if (owned === null) return null;
    const keeper = openKeeper(owned, keeperOptionsOf(options, partition), lossy.delete(partition));
    keepers.set(partition, keeper);
    options.opened(partition, keeper);
    return keeper.resumeFrom;
  };
  // Who cannot reach the store takes nothing: others could not read what it holds, for as long as it waits.
  if ((await patiently(() => store.partitions(), options)) === null) return;
  const close = (partition: string): void => {
    if (keepers.delete(partition)) options.closed(partition);
  };
  /** While one keeper is at its store, its partition may be lost and taken up again: then it is another's business. */
  const keep = async (keeper: Keeper, partition: string, act: () => Promise<void>): Promise<void> => {
    if (keepers.get(partition) !== keeper) return;
    try {
      await act();
    } catch (error) {
      const event = source.remembers ? lossOf(error) : null;
      if (event === null) throw error;
      if (keepers.get(partition) !== keeper) return;
      options.onEvent({ ...event, partition });
      if (event.type === "state-damaged") lossy.add(partition);
      close(partition);
      source.retake(partition);
    }
  };
  const batches = source.batches({ resume, lost: close, signal });
  for await (const turn of turns(batches, () => dueMs(keepers.values()), wake)) {
    if (turn.type === "batch") keepers.get(turn.batch.partition)?.take(turn.batch);
    for (const [partition, keeper] of [...keepers]) await keep(keeper, partition, () => keeper.keepDue());
  }
  for (const [partition, keeper] of [...keepers]) await keep(keeper, partition, () => keeper.keepAll());
}

/** A keeper does not know which partition it keeps: what it tells is told of that one. */
function keeperOptionsOf(options: ProcessOptions, partition: string): KeeperOptions {
  return { ...options, onEvent: (event) => options.onEvent({ ...event, partition }) };
}

const takeUpAgainMs = 1000;

/** Null: nobody waits any longer for a store that does not answer; nothing was begun, so nothing is left undone. */
async function patiently<T>(act: () => Promise<T>, options: KeeperOptions): Promise<T | null> {
  try {
    return await untilDone(act, patienceOf(options));
  } catch (error) {
    if (options.signal.aborted && error instanceof StoreFailed && error.retryable) return null;
    throw error;
  }
}

/** A partition that another takes up at the same moment is asked for again; state that cannot be read goes, and is made again from the bus. Null: as of `patiently`. */
async function takeUp(options: ProcessOptions, partition: string): Promise<Owned | null> {
  const { source, store, wake, signal } = options;
  const told = keeperOptionsOf(options, partition);
  for (;;) {
    try {
      return await patiently(() => store.own(partition, options.owner), told);
    } catch (error) {
      const event = source.remembers && !signal.aborted ? lossOf(error) : null;
      if (event === null) throw error;
      options.onEvent({ ...event, partition });
      if (event.type === "state-damaged") await store.forgetState(partition);
      await wake(takeUpAgainMs, signal);
    }
  }
}

/** What is not kept here can be made again, by another or from the bus; null: it cannot. */
function lossOf(error: unknown): KeeperEvent | null {
  if (error instanceof StoreFenced)
    return error.by === "owner" ? { type: "fenced", owner: error.owner } : { type: "state-forgotten" };
  const isLost = error instanceof StoreFailed && error.code === "store.damaged";
  return isLost ? { type: "state-damaged", message: error.message } : null;
}

/** Until something of any partition is due; null: nothing will be. */
function dueMs(keepers: Iterable<Keeper>): number | null {
  let least: number | null = null;
  for (const keeper of keepers) {
    const due = keeper.dueMs();
    if (due !== null && (least === null || due < least)) least = due;
  }
  return least;
}
