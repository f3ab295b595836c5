import { rebuildingPiece } from "../../contract/index.ts";
import type { KeptPartition, Saved } from "../../contract/index.ts";
import { piecesOf } from "./own-partition.ts";
import type { Ground } from "./own-partition.ts";
import { listOf, numberOf, textOf } from "./reply.ts";

type Looked = Omit<KeptPartition, "saved" | "request">;

/** All partitions that were ever owned, in order of name, without becoming the owner of any. */
export async function lookAtPartitions(ground: Ground): Promise<readonly Looked[]> {
  const { link, places } = ground;
  const names = listOf(await link.call("smembers", [places.partitions])).map(textOf);
  return Promise.all(names.toSorted().map((partition) => lookAt(ground, partition)));
}

async function lookAt({ run, places }: Ground, partition: string): Promise<Looked> {
  const [epoch, position, stateBytes, isRebuilding, isResuming, owner] = listOf(
    await run("peek", places.meta(partition), [0, rebuildingPiece]),
  );
  return {
    partition,
    epoch: numberOf(epoch),
    position: position === null ? null : textOf(position),
    stateBytes: numberOf(stateBytes),
    isRebuilding: isRebuilding === 1,
    isResuming: isResuming === 1,
    owner: owner === null ? null : textOf(owner),
  };
}

/** One script: position and pieces are of the same commit. */
export async function savedIn({ run, places }: Ground, partition: string): Promise<Saved | null> {
  const [, position, , , , , fields] = listOf(
    await run("peek", places.meta(partition), [1, rebuildingPiece]),
  );
  return position === null ? null : { position: textOf(position), state: piecesOf(fields) };
}
