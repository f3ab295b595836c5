/**
 * Where a reader stands in a partition, with what proves that it is still that partition. As text: `1 CLUSTER TOPIC NEXT STAMP`, and ` END` where it differs from NEXT.
 */
export interface Position {
  readonly cluster: string;
  readonly topic: string;
  /** Offset behind the last message. */
  readonly next: number;
  /** Offset behind what follows it and is no message: markers of transactions, and what was aborted. */
  readonly end: number;
  /** Time stamp of the message before it, as Kafka has it; null: there is none. */
  readonly stamp: string | null;
}

export function positionText({ cluster, topic, next, end, stamp }: Position): string {
  return `1 ${cluster} ${topic} ${next} ${stamp ?? "-"}${end === next ? "" : ` ${end}`}`;
}

/** Null: it is none of ours. */
export function readPosition(text: string): Position | null {
  const [, cluster, topic, next, stamp, end = next] =
    /^1 (\S*) (\S+) (\d{1,15}) (-|\d{1,19})(?: (\d{1,15}))?$/.exec(text) ?? [];
  if (cluster === undefined || topic === undefined || next === undefined || Number(end) < Number(next))
    return null;
  return {
    cluster,
    topic,
    next: Number(next),
    end: Number(end),
    stamp: stamp === "-" ? null : (stamp ?? null),
  };
}

export function partitionName(partition: number): string {
  return `p${partition}`;
}

/** NaN: the name is none of ours. */
export function partitionNumber(name: string): number {
  return Number(name.slice(1));
}
