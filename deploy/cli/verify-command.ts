import { readKafkaSecret, readRedisSecrets, readSecrets } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { kafkaSettingsOf } from "../fleet/kafka-of.ts";
import { redisOptions } from "../fleet/redis-options.ts";
import { systemClock } from "../runtime/clock.ts";
import { silentLog } from "../runtime/silent-log.ts";
import { terminalFacts, terminalOf } from "../runtime/terminal.ts";
import { fleetPartitionOf } from "../fleet/fleet-partition.ts";
import { pseudonymsOf } from "../up/pseudonyms-of.ts";
import type { PartitionReport } from "../fleet/verify/index.ts";
import { keptFiles } from "../../processors/live.ts";
import { effectiveConfig } from "./effective-config.ts";
import type { ConfigFlags } from "./effective-config.ts";
import type { Output } from "./output.ts";
import { placesToFollow } from "./up/places-to-follow.ts";
import { renderDisk, renderReport } from "./verify/render-report.ts";

export interface VerifyFlags extends Pick<ConfigFlags, "config" | "kafka" | "redis"> {
  readonly partition?: string;
  readonly zone?: string;
  readonly json?: boolean;
}

/**
 * Reads the files of these folders again, as a collector does, and says which of their bytes the state of the fleet does not have. Asks Redis alone. Exit code 0: it has all; 1:
 * it has not.
 */
export async function verifyDiskCommand(
  paths: readonly string[],
  flags: VerifyFlags,
  output: Output,
): Promise<number> {
  const config = effectiveConfig({ config: flags.config, kafka: flags.kafka, redis: flags.redis });
  const places = placesToFollow({ command: "verify", paths }, config, process.env);
  const redis = redisOptions(config, readRedisSecrets(config, process.env));
  const { compareDisk, openStoreToLook, partitionsNamed, readDisk } =
    await import("../fleet/verify/index.ts");
  const store = openStoreToLook(redis);
  try {
    const partitions = await partitionsNamed(store, flags.partition ?? null);
    const progress = createCount("the disk", "MB");
    const disk = await readDisk(places, config, (bytes) => progress.show(Math.round(bytes / 1e6)));
    progress.end();
    const partition = readingOf(config, flags);
    const kept = await Promise.all(partitions.map((one) => keptFiles(one, partition)));
    const report = compareDisk(disk, kept);
    await output.write(flags.json === true ? `${JSON.stringify(report)}\n` : renderDisk(report));
    return report.unexplained > 0 ? 1 : 0;
  } finally {
    await store.close();
  }
}

/** Reads again what Kafka holds, and compares with what is kept. Exit code 0: the same; 1: differences that nothing explains; 2: something could not be compared. */
export async function verifyCommand(flags: VerifyFlags, output: Output): Promise<number> {
  const config = effectiveConfig({ config: flags.config, kafka: flags.kafka, redis: flags.redis });
  const secret = readKafkaSecret(config, process.env);
  const redis = redisOptions(config, readRedisSecrets(config, process.env));
  const { askTopic, openStoreToLook, openKafka, partitionsNamed, verifyInFleet } =
    await import("../fleet/verify/index.ts");
  const standing = await askTopic(config, secret);
  const store = openStoreToLook(redis);
  const kafka = openKafka(kafkaSettingsOf(config, secret), silentLog);
  const around = { config, kafka, standing, partition: readingOf(config, flags), now: systemClock.now() };
  const reports: PartitionReport[] = [];
  try {
    for (const kept of await partitionsNamed(store, flags.partition ?? null)) {
      const progress = createCount(kept.partition, "messages");
      const report = await verifyInFleet(kept, { ...around, onProgress: progress.show });
      progress.end();
      reports.push(report);
      await output.write(flags.json === true ? `${JSON.stringify(report)}\n` : renderReport(report));
    }
  } finally {
    await store.close();
  }
  if (reports.some(({ trouble }) => trouble !== null)) return 2;
  return reports.some(({ unexplained }) => unexplained > 0) ? 1 : 0;
}

/** As the processors read: with other settings other requests come out. */
function readingOf(
  config: Config,
  { zone = null }: { readonly zone?: string | null },
): ReturnType<typeof fleetPartitionOf> {
  const pseudonyms = pseudonymsOf(config, readSecrets(config, process.env));
  return { ...fleetPartitionOf(config, zone), ...(pseudonyms === null ? {} : { pseudonyms }) };
}

const betweenMs = 200;

/** One line that is written over, on a terminal. */
function createCount(
  what: string,
  unit: string,
): { readonly show: (done: number, all?: number) => void; readonly end: () => void } {
  const { isWatched } = terminalOf(terminalFacts(), {});
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show: (done, all) => {
      if (!isWatched || performance.now() - shownAt < betweenMs) return;
      shownAt = performance.now();
      process.stderr.write(`\r${what}: ${done}${all === undefined ? "" : ` of ${all}`} ${unit}\x1B[K`);
    },
    end: () => {
      if (isWatched) process.stderr.write("\r\x1B[K");
    },
  };
}
