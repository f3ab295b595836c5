import type { Kafka } from "kafkajs";

export interface KafkaSinkOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  /** Gets a pointer to what Kafka does not take in any size. */
  readonly rejectedTopic: string;
  /**
   * How many partitions the topic had when this collector first saw it; its caller remembers it for ever. A host's partition is chosen among these, so that a
   * topic that gets more of them never moves a host: its slices would then be in two partitions, and two readers at a time would have it.
   */
  readonly partitions: number;
  /** Hosts of one site are processed together, by one processor; left out or `""`: each host alone. */
  readonly site?: string;
  readonly limits?: Partial<KafkaSinkLimits>;
  readonly onEvent: (event: KafkaSinkEvent) => void;
}

export interface KafkaSinkLimits {
  /** Bytes of log in one message batch, before they are compressed; a slice that is larger goes alone. Below the usual `max.message.bytes`, so that even what cannot be compressed is taken. */
  readonly batchBytesMax: number;
  /** What Kafka refuses as too large is split down to this size. */
  readonly pieceBytesMin: number;
  /** The first and the longest wait before what Kafka did not take is sent again. */
  readonly retryMsMin: number;
  readonly retryMsMax: number;
  /** How long the end waits for connections to close. */
  readonly closeMsMax: number;
}

export const kafkaSinkLimits: KafkaSinkLimits = {
  batchBytesMax: 1_000_000,
  pieceBytesMin: 4096,
  retryMsMin: 100,
  retryMsMax: 5000,
  closeMsMax: 5000,
};

export type KafkaSinkEvent =
  /** Kafka takes nothing, and why; once until it is over. It is tried again for ever, and the collector waits. */
  | { readonly type: "bus-away"; readonly detail: string }
  /** For another reason than was told last: what stands in the way now is what has to be put right. */
  | { readonly type: "bus-still-away"; readonly detail: string }
  | { readonly type: "bus-back" }
  /** A slice was larger than the topic takes, and went as two. */
  | { readonly type: "slice-split"; readonly path: string; readonly offset: number; readonly bytes: number }
  /** Kafka did not take it in any size: a pointer to it is in the topic of what was rejected. */
  | { readonly type: "too-large"; readonly path: string; readonly offset: number; readonly bytes: number };
