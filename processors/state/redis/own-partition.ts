import { StoreFenced } from "../../contract/index.ts";
import type { Saved } from "../../contract/index.ts";
import { wordOf } from "./failure.ts";
import type { Link } from "./link.ts";
import type { Dictionary } from "./pack-bodies.ts";
import type { Places } from "./places.ts";
import { bytesOf, groupsOf, listOf, numberOf, textOf } from "./reply.ts";
import type { RunScript } from "./scripts.ts";

/** Of the layout in scripts/layout.lua. A partition of the first one is brought up to date when it is owned; a later one is refused. */
export const schema = 2;

/** What the parts of the store have in common. */
export interface Ground {
  readonly link: Link;
  readonly run: RunScript;
  readonly places: Places;
  /** Names this store in its messages. */
  readonly origin: string;
}

export interface Claimed {
  readonly epoch: number;
  readonly saved: Saved | null;
  readonly dictionary: Dictionary | null;
  /** What was provisional is to be shown again. */
  readonly isResuming: boolean;
  /** Provisional requests that were forgotten. */
  readonly forgotten: readonly string[];
}

const portion = 256;

/** Takes a partition over. `epochMin`: no epoch below it was ever given to another owner. */
export async function ownPartition(
  store: Ground,
  partition: string,
  { epochMin, owner = "" }: { readonly epochMin: number; readonly owner?: string },
): Promise<Claimed> {
  return takeOver(store, partition, { epochMin, owner, isToGo: false });
}

interface Claim {
  readonly epochMin: number;
  readonly owner: string;
  /** Its state is to go: the owner before is told so. */
  readonly isToGo: boolean;
}

async function takeOver(store: Ground, partition: string, wanted: Claim): Promise<Claimed> {
  const { link, run, places, origin } = store;
  const meta = places.meta(partition);
  await run("raise", places.schema, [schema]);
  await link.call("sadd", [places.partitions, partition]);
  const epoch = await claim(store, meta, wanted);
  const forgotten: string[] = [];
  try {
    for (let left = 1; left > 0;) {
      const reply = listOf(await run("drop-open", meta, [epoch, portion, origin, places.changes, partition]));
      left = numberOf(reply[0]);
      forgotten.push(...listOf(reply[1]).map(textOf));
    }
    const [position, fields, number, bytes, isResuming] = listOf(await run("saved", meta, [epoch]));
    return {
      epoch,
      forgotten,
      saved: position === null ? null : { position: textOf(position), state: piecesOf(fields) },
      dictionary: number === null ? null : { number: numberOf(number), bytes: bytesOf(bytes) },
      isResuming: isResuming === 1,
    };
  } catch (error) {
    throw fencedOr(error, partition);
  }
}

/** The checkpoint goes, and whoever owned the partition owns it no longer. Rejects with `StoreFenced` when somebody has taken it up in between: then it may be done again. */
export async function forgetState(
  store: Ground,
  partition: string,
  { epochMin }: { readonly epochMin: number },
): Promise<Claimed> {
  const claimed = await takeOver(store, partition, { epochMin, owner: "", isToGo: true });
  try {
    await store.run("forget-state", store.places.meta(partition), [claimed.epoch]);
    return claimed;
  } catch (error) {
    throw fencedOr(error, partition);
  }
}

async function claim({ run }: Ground, meta: string, { epochMin, owner, isToGo }: Claim): Promise<number> {
  for (let seen = 0; ;) {
    const [isTaken, epoch] = listOf(await run("own", meta, [seen, epochMin, schema, isToGo ? 1 : 0, owner]));
    if (isTaken === 1) return numberOf(epoch);
    seen = numberOf(epoch);
  }
}

/** What a script said of the owner. */
export function fencedOr(error: unknown, partition: string): unknown {
  if (!(error instanceof Error)) return error;
  if (wordOf(error) !== "FENCED" && wordOf(error) !== "STALE") return error;
  const [, epoch, isForgotten, owner] = /^FENCED (\d+)( forgotten)?(?: by (.+))?/.exec(error.message) ?? [];
  const by = isForgotten === undefined ? "owner" : "forgotten";
  return new StoreFenced(partition, Number(epoch), { by, owner: owner ?? null });
}

/** Fields are `n:<name>`: how many chunks, and `<index>:<name>`. */
export function piecesOf(reply: unknown): ReadonlyMap<string, Uint8Array> {
  const fields = new Map(groupsOf(reply, 2).map(([field, bytes]) => [textOf(field), bytesOf(bytes)]));
  const pieces = new Map<string, Uint8Array>();
  for (const [field, count] of fields) {
    if (!field.startsWith("n:")) continue;
    const name = field.slice(2);
    const chunks = Array.from({ length: numberOf(count) }, (_, index) =>
      bytesOf(fields.get(`${index}:${name}`)),
    );
    pieces.set(name, Uint8Array.from(Buffer.concat(chunks)));
  }
  return pieces;
}
