// Before anything that imports kafkajs.
import "../../../deploy/kafka/accelerate.mjs";
import type { Admin } from "kafkajs";
import { startKafka } from "../../../deploy/dev/services/kafka/index.ts";
import { startRedis } from "../../../deploy/dev/services/redis.ts";
import { openKafka } from "../../../deploy/kafka/index.ts";
import { silentLog } from "../../../deploy/runtime/silent-log.ts";

/** A real Kafka and a real Redis for measuring, on this machine. */
export interface BenchFleet {
  /** `host:port` */
  readonly kafka: string;
  readonly redis: string;
  makeTopic(topic: string, partitions: number): Promise<void>;
  /** All messages that a topic has had. */
  messagesIn(topic: string): Promise<number>;
  end(): Promise<void>;
}

export async function startBenchFleet(): Promise<BenchFleet> {
  const kafka = await startKafka({ brokers: 1 });
  const redis = await startRedis(["--appendonly", "yes"]);
  const admin = await openAdmin(kafka.addresses);
  return {
    kafka: kafka.addresses.join(","),
    redis: `${redis.host}:${redis.port}`,
    makeTopic: async (topic, partitions) =>
      void (await admin.createTopics({
        topics: [{ topic, numPartitions: partitions }],
        waitForLeaders: true,
      })),
    messagesIn: async (topic) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets.reduce((sum, { high }) => sum + Number(high), 0);
    },
    end: async () => {
      await admin.disconnect();
      await kafka.close();
      await redis.end();
    },
  };
}

/** `host:port` each. */
export function benchSettings(brokers: readonly string[]): Parameters<typeof openKafka>[0] {
  return { brokers, clientId: "bench", connectMsMax: 5000, requestMsMax: 30_000, tls: null, sasl: null };
}

async function openAdmin(brokers: readonly string[]): Promise<Admin> {
  const admin = openKafka(benchSettings(brokers), silentLog).admin();
  await admin.connect();
  return admin;
}
