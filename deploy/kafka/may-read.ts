import type { Kafka } from "kafkajs";
import { fetchNothing } from "./fetch-nothing.mjs";
import { answerOf, rightFinding } from "./right-finding.ts";
import type { Finding } from "./topic-findings.ts";

/** Whether this user may read the topic; reads nothing, and is in no group. Rejects where Kafka cannot be reached. */
export async function mayRead(kafka: Kafka, topic: string): Promise<Finding> {
  const answer = await fetchNothing(kafka, { topic, partition: 0 }).then(() => null, answerOf);
  return rightFinding(topic, {
    right: { words: "read it", name: "Read" },
    answer,
    // The rights are looked at before the place.
    yes: "OFFSET_OUT_OF_RANGE",
  });
}
