import { StoreFailed, StoreFenced } from "../../contract/index.ts";
import type { Change, Commit, KeptPartition, Lookup, Owned, Store } from "../../contract/index.ts";
import { checkCommit } from "../check-commit.ts";
import { createFanOut } from "../fan-out.ts";
import { createNamesMemo } from "../names-memo.ts";
import type { FanOut } from "../fan-out.ts";
import { commitSteps } from "./commit-steps.ts";
import { forgetSteps } from "./forget-steps.ts";
import type { Retention } from "./forget-steps.ts";
import {
  allHosts,
  earliestRequest,
  findRequest,
  listRequests,
  namesInFile,
  requestIn,
} from "./lookup-in-file.ts";
import { forgetStateSteps, keptPartitions, ownSteps, savedIn } from "./own-steps.ts";
import type { Claimed } from "./own-steps.ts";
import { openStoreFile } from "./store-file.ts";
import type { FileEvent, StoreFile } from "./store-file.ts";
import { sumUp } from "./sum-up.ts";
import { timelineOf } from "./timeline.ts";

export interface SqliteStoreOptions extends Retention {
  readonly path: string;
  /** The file grows no further, whatever comes: commits fail with `store.disk-full`. Null: as far as its disk. */
  readonly fileBytesMax: number | null;
  /** ms UTC. */
  readonly now: () => number;
  /** Called at once, also before the store is there. */
  readonly onEvent: (event: SqliteStoreEvent) => void;
  /** Changes that wait for one reader. */
  readonly readerQueueMax?: number;
}

export type SqliteStoreEvent =
  | FileEvent
  | { readonly type: "forgotten"; readonly forAge: number; readonly forSize: number }
  | { readonly type: "retention-failed"; readonly detail: string };

/**
 * The store of one box: one file (and two beside it, `-wal` and `-shm`), and nothing to install. Throws `StoreFailed` when the file cannot be used.
 *
 * Crash and replay: a commit is one transaction, so state, position and requests are of the same commit whenever the process ends. Power failure: the log is
 * written to the disk when it is moved into the file, not with each commit (`synchronous = NORMAL`). The last commits may then be gone, each as a whole and
 * none before an earlier one: the position goes back with them, and the log files, which are the source, are read again from there. Waiting for the disk at
 * each commit would buy nothing but that reading, and costs ten times the speed.
 *
 * Damage: a file that is not what was written is set aside, never deleted, an empty one is begun, and `onEvent` tells both names. Who was using it gets
 * `store.damaged` and has to `own` again. Overload: commits wait for each other; a full disk refuses them, and nothing of a refused one is kept.
 *
 * Calls block the process while they run: 16 requests of a commit at a time (2 ms), a whole page of a list, the end of a commit, which writes to the log and
 * does not wait for the disk. A thread of its own moves the log into the file. The longest is the end of a commit with which the log begins anew: one wait for
 * the disk, once in 16 MB at most.
 */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const file = openStoreFile({ ...options, bytesMax: options.fileBytesMax });
  const fanOut = createFanOut(options.readerQueueMax ?? 1000);
  const epochs = new Map<string, number>();
  const take = async (steps: typeof ownSteps, partition: string): Promise<Claimed> => {
    const epochMin = (epochs.get(partition) ?? 0) + 1;
    const claimed = await file.write((open) => steps(open, partition, epochMin));
    epochs.set(partition, claimed.epoch);
    fanOut.publish(claimed.changes);
    return claimed;
  };
  return {
    own: async (partition): Promise<Owned> => {
      const { epoch, saved } = await take(ownSteps, partition);
      const replacements = file.replacements();
      return {
        epoch,
        saved,
        commit: async (commit) => {
          checkCommit(commit);
          const owner = { partition, epoch, replacements };
          fanOut.publish(await write(file, { owner, commit, at: options.now() }));
          if (commit.checkpoint !== null) await forget(file, options, commit.requests.length);
        },
      };
    },
    partitions: () => partitionsIn(file),
    forgetState: async (partition) => void (await take(forgetStateSteps, partition)),
    lookup: lookupIn(file, fanOut),
    close: async () => {
      await file.close();
      fanOut.close();
    },
  };
}

function lookupIn(file: StoreFile, fanOut: FanOut): Lookup {
  const memo = createNamesMemo();
  return {
    request: (id) => file.read((open) => findRequest(open, id)),
    list: (filter, page) => file.read((open) => listRequests(open, filter, page)),
    earliest: (filter) => file.read((open) => earliestRequest(open, filter)),
    names: (filter, limit) => file.read((open) => namesInFile(open, memo, { filter, limit })),
    summary: (filter) => file.read((open) => sumUp(open, filter)),
    timeline: (filter, steps) => file.read((open) => timelineOf(open, filter, steps)),
    hosts: () => file.read(allHosts),
    changes: (signal) => fanOut.read(signal),
  };
}

async function partitionsIn(file: StoreFile): Promise<readonly KeptPartition[]> {
  return (await file.read(keptPartitions)).map((kept) => ({
    ...kept,
    saved: () => file.read((open) => savedIn(open, kept.partition)),
    request: (id) => file.read((open) => requestIn(open, kept.partition, id)),
  }));
}

/** Somebody who only reads may be who notices damage: then nobody has fenced the owner, but what it owned is gone. */
async function write(
  file: StoreFile,
  { owner, commit, at }: { readonly owner: Owner; readonly commit: Commit; readonly at: number },
): Promise<readonly Change[]> {
  try {
    return await file.write((open) => commitSteps(open, owner, { commit, at }));
  } catch (error) {
    if (!(error instanceof StoreFenced) || file.replacements() === owner.replacements) throw error;
    throw new StoreFailed("store.damaged", "the store was damaged and replaced: own the partition again");
  }
}

interface Owner {
  readonly partition: string;
  readonly epoch: number;
  readonly replacements: number;
}

const portionMin = 64;

/** After each checkpoint, with which what is final comes, a portion twice as large: so it keeps up, and no commit waits long. The commit is kept whatever becomes of this. */
async function forget(file: StoreFile, options: SqliteStoreOptions, came: number): Promise<void> {
  if (options.ageMsMax === null && options.bytesMax === null) return;
  const portionMax = portionMin + 2 * came;
  try {
    const forgotten = await file.write((open) =>
      forgetSteps(open, options, { at: options.now(), portionMax }),
    );
    if (forgotten.forAge + forgotten.forSize > 0) options.onEvent({ type: "forgotten", ...forgotten });
  } catch (error) {
    options.onEvent({
      type: "retention-failed",
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}
