import type { IHeaders, Producer } from "kafkajs";
import type { TestKafka } from "./kafka.ts";
import { uniqueName } from "./kafka.ts";
import { waitUntil } from "./wait-until.ts";

/** A message as it stands in a topic. */
export interface TopicMessage {
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** All that a topic holds at this moment, in order of each partition. */
export async function messagesOf(kafka: TestKafka, topic: string): Promise<readonly TopicMessage[]> {
  const ends = await kafka.admin().fetchTopicOffsets(topic);
  const wanted = ends.reduce((sum, { high }) => sum + Number(high), 0);
  const found: TopicMessage[] = [];
  const consumer = kafka.kafka().consumer({ groupId: uniqueName() });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message: { key, value, headers = {} } }) =>
      void found.push({ partition, key, value, headers }),
  });
  await waitUntil(() => found.length >= wanted, "all messages of the topic");
  await consumer.disconnect();
  return found.slice(0, wanted);
}

/** Somebody who has the right to write, and is no collector. */
export async function foreignWriter(kafka: TestKafka): Promise<Producer> {
  const producer = kafka.kafka().producer({ allowAutoTopicCreation: false });
  await producer.connect();
  return producer;
}
