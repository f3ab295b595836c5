/** Front door: Kafka as the bus that processors read. Only what is in this folder knows kafkajs. */
export { createKafkaSource } from "./kafka-source.ts";
export { partitionNumber, positionText, readPosition } from "./position.ts";
export type { Position } from "./position.ts";
export type { KafkaSource } from "./kafka-source.ts";
export type { KafkaSourceEvent, KafkaSourceLimits, KafkaSourceOptions } from "./source-options.ts";
