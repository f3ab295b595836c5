import type { Kafka } from "kafkajs";
import { answerOf, rightFinding } from "./right-finding.ts";
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
        .then(() => null, answerOf);
      findings.push(
        rightFinding(topic, {
          right: { words: "write to it", name: "Write" },
          answer,
          yes: "INVALID_REQUIRED_ACKS",
        }),
      );
    }
    return findings;
  } finally {
    await producer.disconnect().catch(() => undefined);
  }
}
