import type { Admin, ITopicConfig } from "kafkajs";

/** What a topic is made with where nobody has made it. */
export interface TopicWish {
  readonly topic: string;
  readonly rejectedTopic: string;
  readonly partitions: number;
  readonly retentionMs: number;
}

/** As large as the largest slice that can be configured, and what is told with it. */
export const messageBytesMax: number = 5 * 2 ** 20;

/**
 * Makes the topics that are not there; how many replicas they have is the brokers' choice. Time stamps are those of the brokers: with the hosts' own, a clock that is wrong
 * would let Kafka refuse messages, or delete them at once. They may not be there yet for each broker when this resolves. Returns the names of those that were made.
 */
export async function createTopics(admin: Admin, wish: TopicWish): Promise<readonly string[]> {
  const existing: ReadonlySet<string> = new Set(await admin.listTopics());
  const missing = [slices(wish), rejected(wish)].filter(({ topic }) => !existing.has(topic));
  // False: somebody else has made them.
  const isMade = missing.length > 0 && (await admin.createTopics({ waitForLeaders: true, topics: missing }));
  return isMade ? missing.map(({ topic }) => topic) : [];
}

function slices({ topic, partitions, retentionMs }: TopicWish): ITopicConfig {
  return {
    topic,
    numPartitions: partitions,
    replicationFactor: -1,
    configEntries: [
      { name: "cleanup.policy", value: "delete" },
      { name: "retention.ms", value: String(retentionMs) },
      { name: "message.timestamp.type", value: "LogAppendTime" },
      { name: "max.message.bytes", value: String(messageBytesMax) },
    ],
  };
}

/** Few and small; nobody reads them in order. */
function rejected({ rejectedTopic, retentionMs }: TopicWish): ITopicConfig {
  return {
    topic: rejectedTopic,
    numPartitions: 1,
    replicationFactor: -1,
    configEntries: [
      { name: "retention.ms", value: String(retentionMs) },
      { name: "message.timestamp.type", value: "LogAppendTime" },
    ],
  };
}

/** Null: there is no such topic. */
export async function partitionsOf(admin: Admin, topic: string): Promise<number | null> {
  if (!(await admin.listTopics()).includes(topic)) return null;
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0]?.partitions.length ?? null;
}
