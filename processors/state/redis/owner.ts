import { StoreFailed } from "../../contract/index.ts";
import type { Change, Commit, Owned } from "../../contract/index.ts";
import { checkCommit } from "../check-commit.ts";
import { createSerial } from "../serial.ts";
import { commitWords } from "./commit-words.ts";
import { createForgetter } from "./forget.ts";
import type { Retention } from "./forget.ts";
import type { Word } from "./link.ts";
import { fencedOr } from "./own-partition.ts";
import type { Claimed, Ground } from "./own-partition.ts";
import { createPacker } from "./pack-bodies.ts";
import type { Packer } from "./pack-bodies.ts";
import { listOf, numberOf, textOf } from "./reply.ts";

export interface OwnerOptions extends Retention {
  readonly publish: (changes: readonly Change[]) => void;
}

interface Owner {
  readonly partition: string;
  readonly epoch: number;
  readonly packer: Packer;
  /** Numbers of the last commit that was answered, and of the last that was sent. */
  answered: number;
  sent: number;
  /** Sent, and not answered: when it comes again it is sent with the same number and the same words. */
  unsure: Sent | null;
}

interface Sent {
  readonly commit: Commit;
  readonly number: number;
  readonly words: readonly Word[];
}

/**
 * Commits of one owner, one after the other.
 *
 * Crash of the server, a connection that is lost: a commit that was sent may have been done. It carries a number, and the same one when the same commit is asked for again,
 * so that it is done once however often it is sent, and never after a later one; who listens here is then told to ask anew, because what it changed is not known. Loss: a server that comes back with less than was answered (a failover, a log that was not yet on disk)
 * refuses the next commit with `store.damaged`, because the pieces of state in it would not fit to those that it holds.
 */
export function createOwner(
  store: Ground,
  options: OwnerOptions,
  { partition, claimed }: { readonly partition: string; readonly claimed: Claimed },
): Owned {
  const inTurn = createSerial();
  const { epoch, saved, dictionary, isResuming } = claimed;
  const owner: Owner = {
    partition,
    epoch,
    packer: createPacker(dictionary),
    answered: 0,
    sent: 0,
    unsure: null,
  };
  const forgetter = createForgetter(store, options, { partition, epoch });
  const keepRegistered = createRegistration(store, partition);
  return {
    epoch,
    saved,
    ...(isResuming ? { resumed: () => sayResumed(store, owner) } : {}),
    commit: (commit) =>
      inTurn(async () => {
        checkCommit(commit);
        await keepRegistered();
        try {
          options.publish(await write(store, owner, { commit, at: options.now() }));
        } catch (error) {
          // Room is what it lacks: what is too old gives some.
          if (error instanceof StoreFailed && error.code === "store.disk-full")
            await forgetter.forget(commit.requests.length);
          throw error;
        }
        await forgetter.forget(commit.requests.length);
      }),
  };
}

async function sayResumed({ run, places }: Ground, { partition, epoch }: Owner): Promise<void> {
  try {
    await run("resumed", places.meta(partition), [epoch]);
  } catch (error) {
    throw fencedOr(error, partition);
  }
}

async function write(
  { run, places, origin }: Ground,
  owner: Owner,
  { commit, at }: { readonly commit: Commit; readonly at: number },
): Promise<readonly Change[]> {
  const { partition, epoch, packer, answered } = owner;
  const sent = owner.unsure?.commit === commit ? owner.unsure : begin(owner, commit, at);
  owner.unsure = sent;
  const head = [epoch, answered, sent.number, origin, places.changes, partition];
  try {
    const [isNew, puts, leaves] = listOf(
      await run("commit", places.meta(partition), [...head, ...sent.words]),
    );
    owner.answered = sent.number;
    owner.unsure = null;
    packer.kept();
    return numberOf(isNew) === 0 ? [{ type: "overflow" }] : changesOf(commit, textOf(puts), textOf(leaves));
  } catch (error) {
    throw fencedOr(error, partition);
  }
}

function begin(owner: Owner, commit: Commit, at: number): Sent {
  owner.sent += 1;
  return { commit, number: owner.sent, words: commitWords(commit, owner.packer, at) };
}

function changesOf({ requests, gone, hosts }: Commit, puts: string, leaves: string): Change[] {
  const changes: Change[] = [];
  for (const [index, request] of requests.entries())
    if (puts[index] === "1") changes.push({ type: "request", request });
  for (const [index, { id, successor }] of gone.entries())
    if (leaves[index] === "1") changes.push({ type: "gone", id, successor });
  for (const host of hosts) changes.push({ type: "host", host });
  return changes;
}

const registerEveryMs = 10_000;

/** The list of partitions may live on another server than the partition, and be lost alone. */
function createRegistration({ link, places }: Ground, partition: string): () => Promise<void> {
  let [at, connections] = [performance.now(), link.connections()];
  return async () => {
    if (performance.now() - at < registerEveryMs && connections === link.connections()) return;
    await link.call("sadd", [places.partitions, partition]);
    [at, connections] = [performance.now(), link.connections()];
  };
}
