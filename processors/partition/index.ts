/** Front door of a partition: the hosts of one partition, shipments in, commits out. */
export { packCommit } from "./pack-commit.ts";
export { createPartition } from "./partition.ts";
export type { Partition } from "./partition.ts";
export type { PartitionOptions } from "./memory.ts";
