// Before anything that imports kafkajs.
import { accelerated } from "../kafka/accelerate.mjs";
import { hostname } from "node:os";
import type { BusSource } from "../../collectors/contract/index.ts";
import { createKafkaSource } from "../../processors/sources/kafka/index.ts";
import type { KafkaSource } from "../../processors/sources/kafka/index.ts";
import { openKafka } from "../kafka/index.ts";
import { kafkaSettingsOf } from "./kafka-of.ts";
import { openFleetStore } from "./open-store.ts";
import type { OpenStoreOptions } from "./open-store.ts";
import { openTopic } from "./open-topic.ts";
import { ownerName } from "./owner-name.ts";
import { createOwnedPartitions } from "./owned-partitions.ts";
import type { OwnedPartitions } from "./owned-partitions.ts";
import { saySourceEvent } from "./say-kafka-events.ts";
import { sayRedisFindings } from "./say-redis-findings.ts";
import { startProcessor } from "./start-processor.ts";
import type { Processor, ProcessorOptions } from "./start-processor.ts";

export interface ProcessOptions
  extends OpenStoreOptions, Pick<ProcessorOptions, "secrets" | "zone" | "wake" | "signal"> {
  /** Of Kafka's user. */
  readonly kafkaSecret: string | null;
  readonly createsTopics: boolean;
}

/**
 * A processor of a fleet, from Kafka to Redis, until it is aborted; then what was taken is kept, and its partitions go to the others. Its metrics and probes are there before
 * Kafka answers. Rejects where it must not or cannot listen; `ended` where it cannot start.
 */
export async function startProcess(options: ProcessOptions): Promise<Processor> {
  const { config, log, kafkaSecret } = options;
  log.debug("what makes kafkajs faster is in force", accelerated);
  const kafka = openKafka(kafkaSettingsOf(config, kafkaSecret), log.child("kafkajs"));
  const owned = createOwnedPartitions();
  const store = openFleetStore(options);
  let opened: KafkaSource | null = null;
  const source = async (): Promise<BusSource | null> => {
    const onAway = (detail: string): void => owned.hearBus({ type: "bus-away", detail });
    if ((await openTopic({ ...options, kafka, role: "process", onAway })) === null) return null;
    owned.hearBus({ type: "bus-back" });
    opened = openSource(options, kafka, owned);
    return opened.source;
  };
  const end = async (): Promise<void> => {
    await opened?.close();
    await store.close();
  };
  try {
    const owner = ownerName(readerName(), config.kafka);
    const { url, ended } = await startProcessor({ ...options, source, store, owned, owner });
    void sayRedisFindings(options, "process");
    return { url, ended: endedBefore(ended, end) };
  } catch (error) {
    await end();
    throw error;
  }
}

function openSource(
  { config, log }: ProcessOptions,
  kafka: ReturnType<typeof openKafka>,
  owned: OwnedPartitions,
): KafkaSource {
  const { topic, groupId, retryMsMax, sessionMs } = config.kafka;
  const kafkaLog = log.child("kafka");
  return createKafkaSource({
    kafka,
    topic,
    groupId,
    reader: readerName(),
    limits: { retryMsMax, sessionMs, heartbeatMs: Math.min(1000, Math.floor(sessionMs / 5)) },
    onEvent: (event) => {
      owned.hearBus(event);
      // The keeper tells of these with their batch.
      if (event.type !== "message-rejected") saySourceEvent(kafkaLog, event);
    },
  });
}

/** Machine and process. */
function readerName(): string {
  return `${hostname()} ${process.pid}`;
}

async function endedBefore(ended: Promise<void>, end: () => Promise<void>): Promise<void> {
  try {
    await ended;
  } finally {
    await end();
  }
}
