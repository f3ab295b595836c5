import { readPosition } from "../../../processors/sources/kafka/index.ts";
import type { KeptPartition } from "../../../processors/contract/index.ts";
import { verifyPartition } from "../../../processors/live.ts";
import type { Difference, PartitionOptions, Verified } from "../../../processors/live.ts";
import type { Config } from "../../config/index.ts";
import type { openKafka, TopicStanding } from "../../kafka/index.ts";
import { partitionView } from "../state/partition-view.ts";
import { explain } from "./explain.ts";
import type { Explained } from "./explain.ts";
import { readAgain } from "./read-again.ts";

export interface VerifyFleetOptions {
  readonly config: Config;
  readonly kafka: ReturnType<typeof openKafka>;
  readonly standing: TopicStanding;
  /** As the processors read. */
  readonly partition: PartitionOptions;
  /** ms UTC. */
  readonly now: number;
  readonly onProgress: (messages: number, all: number) => void;
}

/** What came of one partition. */
export interface PartitionReport extends Omit<Verified, "differences"> {
  readonly messages: number;
  /** What nothing explains. */
  readonly unexplained: number;
  /** The first of them, at most a thousand. */
  readonly differences: readonly (Difference & Explained)[];
  /** Why it could not be compared; null: it was. */
  readonly trouble: string | null;
}

/** Reads one partition again from Kafka's oldest message to the kept position, and compares. Changes nothing, also beside a running processor. */
export async function verifyInFleet(
  kept: KeptPartition,
  options: VerifyFleetOptions,
): Promise<PartitionReport> {
  const { config, standing } = options;
  const saved = await kept.saved();
  const view = partitionView({ ...kept, position: saved?.position ?? null }, standing, config.kafka.topic);
  const position = readPosition(saved?.position ?? "");
  const isEmpty = saved === null && view.lag === 0;
  if (position === null || view.trouble !== null) return untouched(kept, isEmpty ? null : view.trouble);
  const marks = marksOf(kept, standing);
  let [messages, oldestAt] = [0, options.now];
  const verified = await verifyPartition({
    // A processor may go on meanwhile: what is compared is what was kept at this moment.
    kept: { ...kept, saved: async () => saved },
    partition: options.partition,
    batches: readAgain({
      kafka: options.kafka,
      topic: config.kafka.topic,
      groupId: config.kafka.groupId,
      partition: kept.partition,
      standing,
      end: position.next,
      onMessage: (next, stampMs) => {
        if (messages === 0) oldestAt = stampMs;
        messages += 1;
        options.onProgress(next - marks.low, position.next - marks.low);
      },
    }),
    onProgress: () => undefined,
  });
  return reportOf(verified, messages, {
    keptFrom: marks.low > 0 ? oldestAt : null,
    lifetimeMs: config.live.lifetimeMs,
    forgottenBefore: options.now - config.store.ageDaysMax * 86_400_000,
  });
}

function marksOf({ partition }: KeptPartition, { partitions }: TopicStanding): { readonly low: number } {
  return partitions.get(Number(partition.slice(1))) ?? { low: 0 };
}

function reportOf(
  verified: Verified,
  messages: number,
  retention: Parameters<typeof explain>[1],
): PartitionReport {
  const differences = verified.differences.map((one) => ({ ...one, ...explain(one, retention) }));
  const explained = differences.filter(({ isExplained }) => isExplained).length;
  return {
    ...verified,
    messages,
    differences,
    unexplained: verified.differenceCount - explained,
    trouble: null,
  };
}

function untouched({ partition }: KeptPartition, trouble: string | null): PartitionReport {
  return {
    partition,
    messages: 0,
    files: 0,
    bytes: 0,
    requests: 0,
    differences: [],
    differenceCount: 0,
    unexplained: 0,
    trouble,
  };
}
