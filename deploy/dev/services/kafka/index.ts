/** A real Kafka for tests and for the fleet on one machine. */
export type { SecuredBrokers } from "./broker-files.ts";
export { startKafka } from "./kafka-cluster.ts";
export type { KafkaCluster, KafkaOptions } from "./kafka-cluster.ts";
export { kafkaClassPath } from "./kafka-jars.ts";
