import { StoreFenced } from "../../contract/index.ts";
import type { Word } from "./link.ts";
import { hashWord, hashWords } from "./commit-words.ts";
import { readHead } from "./head.ts";
import type { Head } from "./head.ts";
import { foldKey } from "../fold.ts";
import { fencedOr } from "./own-partition.ts";
import type { Ground } from "./own-partition.ts";
import { createBodyReader } from "./read-bodies.ts";
import { bytesOf, groupsOf, numberOf } from "./reply.ts";

export interface Retention {
  /** A final request is forgotten so long after its last change; null: never. */
  readonly ageMsMax: number | null;
  /** ms UTC. */
  readonly now: () => number;
  readonly onEvent: (event: RedisStoreEvent) => void;
}

/** What became of the store, to be shown and counted. */
export type RedisStoreEvent =
  | { readonly type: "forgotten"; readonly partition: string; readonly requests: number }
  | { readonly type: "retention-failed"; readonly partition: string; readonly detail: string }
  /** An owner finds no checkpoint: it is the first, or what was there is lost. */
  | { readonly type: "begun-empty"; readonly partition: string };

export interface Forgetter {
  /** A portion, larger than what came. Never fails: a commit that is kept stays so. */
  forget(came: number): Promise<void>;
}

const portionMin = 64;
const portionMax = 2000;

/** By the owner, behind its commits: it is the only one that changes the partition. On crash and replay: a portion is forgotten whole or not at all. */
export function createForgetter(
  store: Ground,
  { ageMsMax, now, onEvent }: Retention,
  { partition, epoch }: { readonly partition: string; readonly epoch: number },
): Forgetter {
  const meta = store.places.meta(partition);
  const reader = createBodyReader(store.link, store.places);
  return {
    forget: async (came) => {
      if (ageMsMax === null) return;
      const [before, portion] = [Math.floor(now() - ageMsMax), Math.min(portionMax, portionMin + 2 * came)];
      try {
        const oldest = groupsOf(await store.run("oldest", meta, [epoch, before, portion]), 3);
        const words: Word[] = [];
        for (const [number, head, body] of oldest)
          words.push(numberOf(number), ...(await idAndHashes(readHead(bytesOf(head)), bytesOf(body))));
        const requests = numberOf(await store.run("forget", meta, [epoch, before, portion, ...words]));
        if (requests > 0) onEvent({ type: "forgotten", partition, requests });
      } catch (error) {
        // The partition is another's business now: that is told with the next commit.
        if (fencedOr(error, partition) instanceof StoreFenced) return;
        onEvent({
          type: "retention-failed",
          partition,
          detail: error instanceof Error ? error.message : String(error),
        });
      }
    },
  };

  async function idAndHashes(head: Head, body: Buffer): Promise<Word[]> {
    const [request] = await reader.read(partition, [{ head, body }]);
    const { id } = head.rank;
    return request === undefined ? [id, hashWord(foldKey(id)), ""] : [id, ...hashWords(request)];
  }
}
