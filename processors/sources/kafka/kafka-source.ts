import { setTimeout as after } from "node:timers/promises";
import type { BusSource } from "../../../collectors/contract/index.ts";
import { createReader } from "./reader.ts";
import { kafkaSourceLimits } from "./source-options.ts";
import type { KafkaSourceOptions } from "./source-options.ts";

export interface KafkaSource {
  readonly source: BusSource;
  /**
   * Commits what was done, and leaves the group. To be called when the last batch is done: the end of `batches` alone does not give the partitions to others, lest
   * they begin before what was read here is kept. Never rejects; waits only a little for a Kafka that is away.
   */
  readonly close: () => Promise<void>;
}

/**
 * Kafka as the bus that a processor reads, one reader of a group. A partition is called `p` and its number.
 *
 * Crash: nothing is kept here. Whoever takes a partition up says where to go on (`resume`); the group's own offsets are for people who watch the lag. Replay: a position that
 * does not fit what Kafka holds is noticed, said (`offset-reset`) and begun anew with the oldest. Overload: what was read and not asked for is bounded; beyond it
 * nothing is fetched, and heartbeats go on. Zombies: what a reader takes up again after it was overtaken, it asks for only when the coordinator has
 * answered that the partition is still its own.
 */
export function createKafkaSource(options: KafkaSourceOptions): KafkaSource {
  const limits = { ...kafkaSourceLimits, ...options.limits };
  const reader = createReader(options, limits);
  return {
    source: reader,
    close: () => Promise.race([reader.close(), after(limits.closeMsMax, undefined, { ref: false })]),
  };
}
