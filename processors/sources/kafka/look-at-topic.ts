import type { Admin, Kafka } from "kafkajs";
import type { Watermarks } from "./place-of.ts";

/** What there is in a topic at this moment. */
export interface TopicView {
  /** Rejects with what stands in the way; can be asked again. */
  look(partition: number): Promise<Watermarks & { readonly cluster: string }>;
  close(): Promise<void>;
}

export function createTopicView(kafka: Kafka, topic: string): TopicView {
  let admin: Promise<Admin> | null = null;
  const close = async (): Promise<void> => {
    const open = await admin?.catch(() => null);
    admin = null;
    await open?.disconnect().catch(() => undefined);
  };
  return {
    close,
    look: async (partition) => {
      try {
        admin ??= connected(kafka);
        return await lookWith(await admin, topic, partition);
      } catch (error) {
        await close();
        throw error;
      }
    },
  };
}

async function connected(kafka: Kafka): Promise<Admin> {
  const admin = kafka.admin({ retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 2 } });
  await admin.connect();
  return admin;
}

async function lookWith(
  admin: Admin,
  topic: string,
  partition: number,
): Promise<Watermarks & { readonly cluster: string }> {
  const [{ clusterId }, offsets] = await Promise.all([
    admin.describeCluster(),
    admin.fetchTopicOffsets(topic),
  ]);
  const own = offsets.find((one) => one.partition === partition);
  if (own === undefined) throw new NoSuchPartition(`${topic} has no partition ${partition}`);
  return { cluster: clusterId, low: Number(own.low), high: Number(own.high) };
}

/** The group may hear later than the topic that there are fewer: it is waited for. */
class NoSuchPartition extends Error {
  override readonly name = "KafkaJSNoSuchPartition";
}
