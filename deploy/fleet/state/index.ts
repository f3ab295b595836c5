/** Looking at what a fleet keeps, and making it anew. Loads the clients of Kafka and Redis. */
// Before anything that imports kafkajs.
import "../../kafka/accelerate.mjs";
export { askTopic } from "./ask-topic.ts";
export { fleetState } from "./fleet-state.ts";
export type { FleetSecrets } from "./fleet-state.ts";
export { openStoreToLook } from "./fleet-store.ts";
export { partitionsNamed, rebuildState } from "./rebuild-state.ts";
export type { PartitionView, StateView } from "./state-view.ts";
