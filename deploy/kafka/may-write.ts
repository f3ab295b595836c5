import type { Kafka } from "kafkajs";
import { brokerType, isKafkaFailure } from "../../collectors/contract/index.ts";
import type { Finding } from "./topic-findings.ts";

/** None that there is: brokers refuse it when they have looked at the rights, and before they write. */
const noAcks = 7;

/**
 * Whether this user may write to each of these topics; writes nothing. A broker that says neither is told as one that was not asked. Rejects where Kafka cannot be reached, or
 * is no broker of Kafka's own.
 */
export async function mayWrite(kafka: Kafka, topics: readonly string[]): Promise<readonly Finding[]> {
  const producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 0 } });
  try {
    await producer.connect();
    const findings: Finding[] = [];
    for (const topic of topics) {
      const answer = await producer
        .send({ topic, acks: noAcks, messages: [{ partition: 0, value: "" }] })
        .then(() => null, brokerAnswer);
      findings.push(findingOf(topic, answer));
    }
    return findings;
  } finally {
    await producer.disconnect().catch(() => undefined);
  }
}

function brokerAnswer(error: unknown): string | null {
  if (!(error instanceof Error) || !isKafkaFailure(error)) throw error;
  return brokerType(error);
}

function findingOf(about: string, answer: string | null): Finding {
  if (answer === "INVALID_REQUIRED_ACKS")
    return { level: "ok", about, says: "this user may write to it", remedy: "" };
  if (answer === "TOPIC_AUTHORIZATION_FAILED")
    return {
      level: "bad",
      about,
      says: "this user may not write to it",
      remedy: "give it the right to write (`Write`) on the topic",
    };
  return {
    level: "warn",
    about,
    says: `whether this user may write to it is not known${answer === null ? "" : ` (${answer})`}`,
    remedy: "see that it has the right to write (`Write`) on the topic",
  };
}
