import { StoreFailed, rebuildingPiece } from "../contract/index.ts";
import type { Commit, Owned } from "../contract/index.ts";
import type { KeeperOptions } from "./options.ts";
import { createPartition } from "../partition/index.ts";
import type { Partition } from "../partition/index.ts";

export interface Restored {
  readonly partition: Partition;
  /** Behind what its state holds; null: it holds nothing. */
  readonly position: string | null;
  readonly isRebuilding: boolean;
  /** Pieces of state that nobody could read: they go with the next checkpoint. */
  readonly leftover: readonly string[];
}

/**
 * State that cannot be read is no reason to stop: everything is in the logs, and a request that comes out of them again has the same id. Then its position counts
 * for nothing either.
 */
export function restorePartition(
  saved: Owned["saved"],
  { partition, onEvent }: Pick<KeeperOptions, "partition" | "onEvent">,
): Restored {
  const begun = (leftover: readonly string[]): Restored => ({
    partition: createPartition(partition, null),
    position: null,
    isRebuilding: true,
    leftover,
  });
  if (saved === null) return begun([]);
  try {
    const restored = createPartition(partition, saved.state);
    const isRebuilding = saved.state.has(rebuildingPiece);
    return { partition: restored, position: saved.position, isRebuilding, leftover: [] };
  } catch (error) {
    // With another key nothing is damaged, and all that is kept would be hidden in two ways.
    if (error instanceof StoreFailed) throw error;
    onEvent({ type: "state-damaged", message: error instanceof Error ? error.message : String(error) });
    return begun([...saved.state.keys()]);
  }
}

/** A commit with what it says of the state as a whole: what is no more of it, and whether it is still made again. */
export function withStanding(
  commit: Commit,
  {
    leftover,
    isRebuilding,
    wasRebuilding,
  }: Pick<Restored, "leftover" | "isRebuilding"> & { readonly wasRebuilding: boolean },
): Commit {
  const { checkpoint } = commit;
  if (checkpoint === null) return commit;
  const gone = leftover.map((name) => [name, null] as const);
  const word = [rebuildingPiece, isRebuilding ? Buffer.from("1") : null] as const;
  const standing = isRebuilding || wasRebuilding ? [word] : [];
  return {
    ...commit,
    checkpoint: { ...checkpoint, state: new Map([...gone, ...checkpoint.state, ...standing]) },
  };
}

/** What a checkpoint carries. */
export function stateBytesOf({ checkpoint }: Commit): number {
  let bytes = 0;
  for (const piece of checkpoint?.state.values() ?? []) bytes += piece?.length ?? 0;
  return bytes;
}
