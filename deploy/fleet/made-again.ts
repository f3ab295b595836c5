import { readPosition } from "../../processors/sources/kafka/index.ts";
import type { KeptPartition } from "../../processors/contract/index.ts";
import { keptUpTo } from "./state/partition-view.ts";

type Standing = Pick<KeptPartition, "isRebuilding" | "isResuming">;
type Looked = Standing & Pick<KeptPartition, "partition" | "position">;

const rebuilding =
  "made again from Kafka; until it has caught up, requests that are not final and totals of metrics are missing, and hosts are shown as they were";
const resuming =
  "taken up by another process; requests that are not final are missing until it has put them together again";

/** What of a partition is made again, in words that follow on its name and a colon; null: nothing. Pure. */
export function madeAgain({ isRebuilding, isResuming }: Standing): string | null {
  if (isRebuilding) return rebuilding;
  return isResuming ? resuming : null;
}

/** Partitions whose state is made again, in the same words, and how far each has come by the stamps of its messages; null: none is. Pure. */
export function rebuiltNow(partitions: readonly Looked[]): string | null {
  const named = partitions.filter(({ isRebuilding }) => isRebuilding).map(progressOf);
  return named.length === 0 ? null : `${named.join(", ")}: ${rebuilding}`;
}

/** Partitions of which only what is not final is put together again; null: none. Pure. */
export function resumedNow(partitions: readonly Looked[]): string | null {
  const named = partitions.filter((one) => madeAgain(one) === resuming).map(({ partition }) => partition);
  return named.length === 0 ? null : `${named.join(", ")}: ${resuming}`;
}

function progressOf({ partition, position }: Looked): string {
  const cameTo = position === null ? null : keptUpTo(readPosition(position));
  return cameTo === null ? partition : `${partition} (has come to ${cameTo})`;
}
