/** Reading again what a fleet has processed. Loads the clients of Kafka and Redis. */
// Before anything that imports kafkajs.
import "../../kafka/accelerate.mjs";
export { verifyInFleet } from "./verify-fleet.ts";
export type { PartitionReport, VerifyFleetOptions } from "./verify-fleet.ts";
export { openKafka } from "../../kafka/index.ts";
export { askTopic, openStoreToLook, partitionsNamed } from "../state/index.ts";
export { compareDisk } from "./compare-disk.ts";
export type { DiskReport } from "./compare-disk.ts";
export { readDisk } from "./read-disk.ts";
