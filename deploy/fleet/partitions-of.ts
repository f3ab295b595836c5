import { join } from "node:path";
import { orNotWritable } from "../errors/not-writable.ts";
import type { Config } from "../config/index.ts";
import type { Log } from "../runtime/log.ts";
import { firstSeen } from "./first-seen.ts";

/** Among how many partitions this collector divides its hosts, of a topic that has `found`. What differs from before is said. */
export function partitionsOf({ config, log }: Around, found: number): number {
  const { topic } = config.kafka;
  const { partitions, lost } = orNotWritable(config.dataFolder, (folder) => firstSeen(folder, topic, found));
  if (lost !== null)
    log.warn("among how many partitions the hosts are divided is lost: so many as the topic has now count", {
      file: join(config.dataFolder, "topic"),
      reason: lost,
      partitions,
      remedy: `if the topic had another number before, hosts may go on in another partition, and requests that were under way come in two halves: then stop this collector, write the line "scepscope-topic 1 ${topic} NUMBER" with that number into the file, and start it; else there is nothing to do`,
    });
  if (partitions !== found)
    log.info("the topic has other partitions than when it was first seen: hosts stay where they are", {
      partitions,
      now: found,
    });
  return partitions;
}

interface Around {
  readonly config: Config;
  readonly log: Log;
}
