import { createKafkaSink } from "../../collectors/sinks/kafka/index.ts";
import type { KafkaSinkEvent, KafkaSinkOptions } from "../../collectors/sinks/kafka/index.ts";
import type { BusSink, BusSource } from "../../collectors/contract/index.ts";
import { createKafkaSource } from "../../processors/sources/kafka/index.ts";
import type {
  KafkaSource,
  KafkaSourceEvent,
  KafkaSourceLimits,
  KafkaSourceOptions,
} from "../../processors/sources/kafka/index.ts";
import type { TestKafka } from "./kafka.ts";
import { uniqueName } from "./kafka.ts";

/** Sinks and readers of one topic, for a test; `close` ends all of them. */
export interface KafkaBus {
  readonly topic: string;
  readonly sinkEvents: KafkaSinkEvent[];
  readonly sourceEvents: KafkaSourceEvent[];
  readonly sink: (options?: Partial<KafkaSinkOptions>) => BusSink;
  /** One more reader of the group. */
  readonly reader: (
    limits?: Partial<KafkaSourceLimits>,
    options?: Partial<KafkaSourceOptions>,
  ) => KafkaSource;
  readonly close: () => Promise<void>;
}

/** Nobody waits longer than a test has to. */
export const quickLimits: Partial<KafkaSourceLimits> = {
  fetchWaitMs: 20,
  // A busy machine stops a process for seconds: nobody loses its seat by that.
  sessionMs: 10_000,
  heartbeatMs: 150,
  rebalanceMsMax: 12_000,
  retryMsMax: 500,
  commitEveryMs: 0,
};

export async function openKafkaBus(
  test: TestKafka,
  { partitions = 1, topic }: { readonly partitions?: number; readonly topic?: string } = {},
): Promise<KafkaBus> {
  const name = topic ?? (await test.topic({ numPartitions: partitions }));
  const groupId = uniqueName();
  const [sinkEvents, sourceEvents]: [KafkaSinkEvent[], KafkaSourceEvent[]] = [[], []];
  const open: { close(): Promise<void> }[] = [];
  return {
    topic: name,
    sinkEvents,
    sourceEvents,
    sink: (options = {}) => {
      const sink = createKafkaSink({
        kafka: test.kafka(),
        topic: name,
        rejectedTopic: `${name}-rejected`,
        partitions,
        limits: { retryMsMin: 50, retryMsMax: 500 },
        onEvent: (event) => sinkEvents.push(event),
        ...options,
      });
      open.push(sink);
      return sink.sink;
    },
    reader: (limits = {}, options = {}) => {
      const reader = createKafkaSource({
        kafka: test.kafka(),
        topic: name,
        groupId,
        limits: { ...quickLimits, ...limits },
        onEvent: (event) => sourceEvents.push(event),
        ...options,
      });
      open.push(reader);
      return reader;
    },
    close: async () => {
      await Promise.all(open.map((one) => one.close()));
    },
  };
}

/** A bus as the conformance suite wants it: each source is opened when the one before it has gone. */
export function successively(bus: () => Promise<KafkaBus>): {
  sink(): Promise<BusSink>;
  source(): Promise<BusSource>;
  clear(): Promise<void>;
} {
  let opened: Promise<KafkaBus> | null = null;
  let reader: KafkaSource | null = null;
  const open = (): Promise<KafkaBus> => (opened ??= bus());
  return {
    sink: async () => (await open()).sink(),
    source: async () => {
      await reader?.close();
      reader = (await open()).reader({ batchBytesMax: 50_000, batchShipmentsMax: 4 });
      return reader.source;
    },
    clear: async () => (await opened)?.close(),
  };
}
