/** Making the client of Kafka, and admin work. With the Kafka sink and source the only folder that knows kafkajs. */
// Before anything that imports kafkajs.
import "./accelerate.mjs";
export type { KafkaSasl, KafkaSettings, KafkaTls } from "./kafka-settings.ts";
export { mayRead } from "./may-read.ts";
export { mayWrite } from "./may-write.ts";
export { openKafka } from "./open-kafka.ts";
export { preflight } from "./preflight.ts";
export type { Finding, TopicNeeds } from "./topic-findings.ts";
export { topicStanding } from "./topic-standing.ts";
export type { TopicStanding } from "./topic-standing.ts";
export { createTopics, partitionsOf } from "./topics.ts";
