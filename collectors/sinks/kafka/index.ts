/** Front door: Kafka as the bus that collectors ship to. Only what is in this folder knows kafkajs. */
export { createKafkaSink } from "./kafka-sink.ts";
export type { KafkaSink } from "./kafka-sink.ts";
export type { KafkaSinkEvent, KafkaSinkLimits, KafkaSinkOptions } from "./sink-options.ts";
