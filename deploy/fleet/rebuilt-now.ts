import { readPosition } from "../../processors/sources/kafka/index.ts";
import type { KeptPartition } from "../../processors/contract/index.ts";
import { keptUpTo } from "./state/partition-view.ts";

/** That the state of partitions is made again, in words, and how far each has come by the stamps of its messages; null: none is. Pure. */
export function rebuiltNow(
  partitions: readonly Pick<KeptPartition, "partition" | "position" | "isRebuilding">[],
): string | null {
  const named = partitions.filter(({ isRebuilding }) => isRebuilding).map(progressOf);
  if (named.length === 0) return null;
  return `requests that are not final are missing, and hosts are shown as they were, where a partition is still being made again from Kafka: ${named.join(", ")}`;
}

function progressOf({ partition, position }: Pick<KeptPartition, "partition" | "position">): string {
  const cameTo = position === null ? null : keptUpTo(readPosition(position));
  return cameTo === null ? partition : `${partition} has come to ${cameTo}`;
}
