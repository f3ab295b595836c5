import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../../deploy/config/index.ts";
import type { Config } from "../../deploy/config/index.ts";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import { createOwnedPartitions } from "../../deploy/fleet/owned-partitions.ts";
import { startProcessor } from "../../deploy/fleet/start-processor.ts";
import type { Store } from "../../processors/contract/index.ts";
import { systemClock, wakeAfter } from "../../deploy/runtime/clock.ts";
import { createKafkaSource } from "../../processors/sources/kafka/index.ts";
import type { Simulation } from "../simulation/index.ts";
import { openKafkaBus, quickLimits } from "./kafka-bus.ts";
import type { TestKafka } from "./kafka.ts";
import { quiet, uniqueName } from "./kafka.ts";
import { openRedisStore, redisAt } from "./redis-stores.ts";
import { shipSimulation } from "./ship-simulation.ts";

/** A Redis, a topic and one processor of a fleet, with the configuration that commands find it by. */
export interface RunningFleet {
  readonly config: Config;
  readonly configFile: string;
  readonly store: Store;
  readonly topic: string;
  /** Sends all of it. */
  ship(simulation: Simulation): Promise<void>;
  /** Starts the processor; resolves with what stops it. */
  process(): Promise<() => Promise<void>>;
  end(): Promise<void>;
}

export async function openRunningFleet(kafka: TestKafka): Promise<RunningFleet> {
  const redis = await startRedis();
  const bus = await openKafkaBus(kafka, { partitions: 2 });
  const folder = mkdtempSync(join(tmpdir(), "scepscope-fleet-"));
  const text = JSON.stringify({
    dataFolder: join(folder, "state"),
    listen: { port: 0 },
    kafka: { brokers: kafka.addresses(), topic: bus.topic, groupId: uniqueName() },
    redis: { addresses: [`${redis.host}:${redis.port}`], keyPrefix: `${uniqueName()}:` },
  });
  const configFile = join(folder, "scepscope.yaml");
  writeFileSync(configFile, text);
  const config = parseConfig(text, configFile);
  const store = openRedisStore(redisAt(redis, { prefix: config.redis.keyPrefix }));
  const stops: (() => Promise<void>)[] = [];
  return {
    config,
    configFile,
    store,
    topic: bus.topic,
    ship: (simulation) =>
      bus.sink().send(shipSimulation(simulation, { sliceBytes: 16_384 }), new AbortController().signal),
    process: async () => {
      const stop = await startOne(kafka, config, store);
      stops.push(stop);
      return stop;
    },
    end: async () => {
      for (const stop of stops) await stop();
      await bus.close();
      await store.close();
      await redis.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startOne(kafka: TestKafka, config: Config, store: Store): Promise<() => Promise<void>> {
  const stop = new AbortController();
  const { topic, groupId } = config.kafka;
  const bus = createKafkaSource({
    kafka: kafka.kafka(),
    topic,
    groupId,
    limits: quickLimits,
    onEvent: () => undefined,
  });
  const processor = await startProcessor({
    owned: createOwnedPartitions(),
    config,
    secrets: { token: null, pseudonymKey: null },
    source: bus.source,
    store,
    zone: "UTC",
    log: quiet,
    clock: systemClock,
    wake: wakeAfter,
    signal: stop.signal,
  });
  let ended: Promise<void> | null = null;
  const end = async (): Promise<void> => {
    stop.abort();
    await processor.ended;
    await bus.close();
  };
  return () => (ended ??= end());
}
