import { partitionNumber, readPosition } from "../../../processors/sources/kafka/index.ts";
import type { Position } from "../../../processors/sources/kafka/index.ts";
import type { KeptPartition } from "../../../processors/contract/index.ts";
import type { TopicStanding } from "../../kafka/index.ts";
import type { PartitionView } from "./state-view.ts";

/** Where a partition stands in its topic; `standing` null: Kafka could not be asked. Pure. */
export function partitionView(
  kept: Pick<
    KeptPartition,
    "partition" | "epoch" | "position" | "stateBytes" | "isRebuilding" | "isResuming"
  >,
  standing: TopicStanding | null,
  topic: string,
): PartitionView {
  const { partition, epoch, position, stateBytes, isRebuilding, isResuming } = kept;
  const number = partitionNumber(partition);
  const read = position === null ? null : readPosition(position);
  const asked = standing === null ? null : askedOf({ position, read, topic, standing }, number);
  return {
    partition,
    epoch,
    ownedSince: momentOf(epoch),
    position,
    keptUpTo: keptUpTo(read),
    stateBytes,
    isRebuilding,
    isResuming,
    ...(asked ?? { reader: null, lag: null, trouble: null }),
  };
}

function askedOf(place: Place, number: number): Pick<PartitionView, "reader" | "lag" | "trouble"> {
  const { read, standing } = place;
  const reader = standing.readers?.get(number) ?? null;
  const marks = standing.partitions.get(number);
  if (marks === undefined) return { reader, lag: null, trouble: "the topic has no such partition" };
  const trouble = troubleOf(place, marks);
  const end = trouble === null ? (read?.end ?? marks.low) : marks.low;
  return { reader, lag: marks.high - end, trouble };
}

interface Place {
  readonly position: string | null;
  readonly read: Position | null;
  readonly topic: string;
  readonly standing: TopicStanding;
}

/** With each of them the next owner begins with the oldest message. */
function troubleOf(
  { position, read, topic, standing }: Place,
  { low, high }: { readonly low: number; readonly high: number },
): string | null {
  if (position === null)
    return low === high ? null : "there is no checkpoint: its owner begins with the oldest message";
  if (read === null) return "its position is none of Kafka";
  if (read.topic !== topic) return `its position is of the topic ${read.topic}`;
  if (read.cluster !== "" && read.cluster !== standing.cluster)
    return `its position is of another Kafka (${read.cluster})`;
  if (read.end > high) return "its position lies behind the end of the topic, which was made anew";
  if (read.end < low)
    return `${low - read.end} messages behind its position were deleted before they were read`;
  return null;
}

/** Stamp of the last message whose effect is kept, ISO 8601; null: not known. */
export function keptUpTo(position: Position | null): string | null {
  return momentOf(Number(position?.stamp ?? 0));
}

/** An epoch of Redis is a moment of its clock; one of another store is a small number. */
function momentOf(ms: number): string | null {
  return ms > 1e12 && ms < 8.64e15 ? new Date(ms).toISOString() : null;
}
