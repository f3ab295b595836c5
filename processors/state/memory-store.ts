import { StoreFailed, StoreFenced, rebuildingPiece } from "../contract/index.ts";
import type { Change, Commit, KeptPartition, Owned, Saved, Store, StoredRequest } from "../contract/index.ts";
import { checkCommit } from "./check-commit.ts";
import { createFanOut } from "./fan-out.ts";
import type { FanOut } from "./fan-out.ts";
import { lookInMemory } from "./memory-lookup.ts";
import { createShelf } from "./memory-shelf.ts";
import type { Shelf } from "./memory-shelf.ts";

export interface MemoryStoreLimits {
  /** Final requests beyond this are forgotten, those that came first, first. */
  readonly requestsMax: number;
  /** Changes that wait for one reader. */
  readonly readerQueueMax: number;
}

interface Partition {
  epoch: number;
  position: string | null;
  isResuming: boolean;
  owner: string | null;
  readonly pieces: Map<string, Uint8Array>;
}

/**
 * A store for tests, and for what needs none afterwards: all is lost with the process. It keeps what it is given; nobody may change that later. A commit is
 * whole because nothing else runs meanwhile. Lists are sorted when they are asked for: the SQLite store is the fast one.
 */
export function createMemoryStore({
  requestsMax = 1_000_000,
  readerQueueMax = 1000,
}: Partial<MemoryStoreLimits> = {}): Store {
  const shelf = createShelf(requestsMax);
  const fanOut = createFanOut(readerQueueMax);
  let closed = false;
  const use = <T>(act: () => T): Promise<T> =>
    closed
      ? Promise.reject(new StoreFailed("store.closed", "the store in memory is closed"))
      : Promise.try(act);
  return {
    ...createPartitions(shelf, fanOut, use),
    lookup: lookInMemory({ shelf, fanOut, use }),
    close: () => {
      closed = true;
      fanOut.close();
      return Promise.resolve();
    },
  };
}

function createPartitions(
  shelf: Shelf,
  fanOut: FanOut,
  use: <T>(act: () => T) => Promise<T>,
): Omit<Store, "lookup" | "close"> {
  const partitions = new Map<string, Partition>();
  const forgetProvisional = (name: string, partition: Partition): void => {
    const gone = shelf.forgetProvisional(name);
    partition.isResuming ||= gone.length > 0;
    fanOut.publish(gone);
  };
  return {
    own: (name, owner) =>
      use((): Owned => {
        const partition = partitions.get(name) ?? {
          ...{ epoch: 0, position: null, isResuming: false, owner: null },
          pieces: new Map(),
        };
        partitions.set(name, partition);
        partition.epoch += 1;
        partition.owner = owner ?? null;
        forgetProvisional(name, partition);
        return ownedBy({ name, partition, shelf, fanOut, use });
      }),
    partitions: () =>
      use(() =>
        [...partitions]
          .map(([name, kept]) => lookAt(name, kept, (id) => use(() => heldBy(shelf, name, id))))
          .sort(byName),
      ),
    forgetState: (name) =>
      use(() => {
        const partition = partitions.get(name);
        if (partition === undefined) return;
        forgetState(partition);
        forgetProvisional(name, partition);
      }),
  };
}

interface Taken {
  readonly name: string;
  readonly partition: Partition;
  readonly shelf: Shelf;
  readonly fanOut: FanOut;
  readonly use: <T>(act: () => T) => Promise<T>;
}

function ownedBy({ name, partition, shelf, fanOut, use }: Taken): Owned {
  const { epoch } = partition;
  const whileOwner = (act: () => void): Promise<void> =>
    use(() => {
      if (partition.epoch !== epoch) throw new StoreFenced(name, partition.epoch, { owner: partition.owner });
      act();
    });
  const commit = (made: Commit): Promise<void> =>
    whileOwner(() => {
      checkCommit(made);
      fanOut.publish(apply(shelf, name, made));
      if (made.checkpoint !== null) save(partition, made.checkpoint);
    });
  const resumed = (): Promise<void> => whileOwner(() => void (partition.isResuming = false));
  return { epoch, saved: savedOf(partition), commit, ...(partition.isResuming ? { resumed } : {}) };
}

function apply(shelf: Shelf, partition: string, { requests, gone, hosts }: Commit): Change[] {
  const changes: Change[] = [];
  for (const request of requests)
    if (shelf.put(partition, request)) changes.push({ type: "request", request });
  for (const { id, successor } of gone)
    if (shelf.leave(id, successor)) changes.push({ type: "gone", id, successor });
  for (const host of hosts) {
    shelf.hosts.set(host.host, host);
    changes.push({ type: "host", host });
  }
  return changes;
}

function save(partition: Partition, { position, state }: NonNullable<Commit["checkpoint"]>): void {
  partition.position = position;
  for (const [name, bytes] of state) {
    if (bytes === null) partition.pieces.delete(name);
    else partition.pieces.set(name, Uint8Array.from(bytes));
  }
}

function heldBy(shelf: Shelf, partition: string, id: string): StoredRequest | null {
  const shelved = shelf.requests.get(id);
  return shelved?.partition === partition ? shelved.request : null;
}

function forgetState(partition: Partition): void {
  partition.epoch += 1;
  partition.owner = null;
  partition.position = null;
  partition.pieces.clear();
}

function lookAt(name: string, kept: Partition, request: KeptPartition["request"]): KeptPartition {
  const { epoch, position, isResuming, owner, pieces } = kept;
  let stateBytes = 0;
  for (const piece of pieces.values()) stateBytes += piece.length;
  const isRebuilding = pieces.has(rebuildingPiece);
  const saved = async (): Promise<Saved | null> => savedOf(kept);
  return { partition: name, epoch, position, stateBytes, isRebuilding, isResuming, owner, saved, request };
}

function byName(a: KeptPartition, b: KeptPartition): number {
  return a.partition < b.partition ? -1 : 1;
}

function savedOf({ position, pieces }: Partition): Saved | null {
  return position === null ? null : { position, state: new Map(pieces) };
}
