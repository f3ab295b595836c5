import type { Kafka } from "kafkajs";
import type { MessageRejection } from "../../../collectors/contract/index.ts";

export interface KafkaSourceOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  /** All readers with this name share the partitions. */
  readonly groupId: string;
  /** Machine and process, for people who look at the group; left out: they see no more than the client and its address. */
  readonly reader?: string;
  readonly limits?: Partial<KafkaSourceLimits>;
  readonly onEvent: (event: KafkaSourceEvent) => void;
}

export interface KafkaSourceLimits {
  readonly batchBytesMax: number;
  readonly batchShipmentsMax: number;
  /** Read and not yet asked for, over all partitions: beyond it nothing is fetched. One fetch comes on top. */
  readonly heldBytesMax: number;
  /** Compressed bytes of one fetch, and of one partition in it. A fetch is unpacked whole: at a ratio of twelve it is twelve times as large. */
  readonly fetchBytesMax: number;
  readonly partitionFetchBytesMax: number;
  /** How long a broker holds back an answer that is empty. */
  readonly fetchWaitMs: number;
  /** A reader that is silent for so long has lost its partitions. */
  readonly sessionMs: number;
  readonly heartbeatMs: number;
  /** How long the others wait in a rebalance for a reader that does not join. */
  readonly rebalanceMsMax: number;
  /** So often it is looked whether the topic has got more partitions. */
  readonly metadataMsMax: number;
  /** How often the group's offsets are committed, for people and tools that watch the lag. */
  readonly commitEveryMs: number;
  readonly retryMsMin: number;
  readonly retryMsMax: number;
  /** How long the end waits for Kafka. */
  readonly closeMsMax: number;
}

export const kafkaSourceLimits: KafkaSourceLimits = {
  batchBytesMax: 4 * 2 ** 20,
  batchShipmentsMax: 1024,
  heldBytesMax: 16 * 2 ** 20,
  fetchBytesMax: 4 * 2 ** 20,
  partitionFetchBytesMax: 2 ** 20,
  fetchWaitMs: 250,
  sessionMs: 10_000,
  heartbeatMs: 1000,
  rebalanceMsMax: 15_000,
  metadataMsMax: 30_000,
  commitEveryMs: 1000,
  retryMsMin: 100,
  retryMsMax: 5000,
  closeMsMax: 5000,
};

export type KafkaSourceEvent =
  /** What this reader owns from now on. */
  | { readonly type: "assigned"; readonly partitions: readonly string[] }
  /** Kafka gives nothing, and why; once until it is over. It is tried again for ever. */
  | { readonly type: "bus-away"; readonly detail: string }
  /** For another reason than was told last: what stands in the way now is what has to be put right. */
  | { readonly type: "bus-still-away"; readonly detail: string }
  | { readonly type: "bus-back" }
  /** Reading goes on at another place than where it ended. `found` is that place. */
  | {
      readonly type: "offset-reset";
      readonly partition: string;
      readonly expected: string;
      readonly found: string;
      readonly why: OffsetResetReason;
    }
  /** Somebody else writes into the topic. It is counted with its batch; said here so that it is seen. */
  | {
      readonly type: "message-rejected";
      readonly place: string;
      readonly reason: MessageRejection;
      readonly detail: string;
    };

export type OffsetResetReason =
  | "retention" // what comes next was deleted before it was read: its bytes are a gap
  | "topic-anew" // other messages stand where the known ones were: the topic was deleted and made again
  | "other-topic" // the position is of another cluster or topic
  | "missing"; // the topic jumps over numbers that it has not deleted: a writer with transactions
