/** What of others has to be right before a role of a fleet is started. Loads the clients of Kafka and Redis. */
// Before anything that imports kafkajs.
import "../../kafka/accelerate.mjs";
export { checkKafka } from "./check-kafka.ts";
export { checkRedisOf } from "./check-redis-of.ts";
