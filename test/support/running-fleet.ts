import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
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
  /** Sends all of it; `site`: as hosts of one. */
  ship(simulation: Simulation, site?: string): Promise<void>;
  /** Starts the processor; resolves with what stops it. */
  process(): Promise<() => Promise<void>>;
}

/** A fleet of its own for each test of the file: what it gives is that of the test that runs. */
export function useRunningFleet(kafka: TestKafka): RunningFleet {
  let opened: OpenedFleet | null = null;
  beforeEach(async () => {
    opened = await openFleet(kafka);
  });
  afterEach(async () => {
    await opened?.end();
    opened = null;
  });
  const now = (): OpenedFleet => {
    if (opened === null) throw new Error("the fleet is there only within a test");
    return opened;
  };
  return {
    get config() {
      return now().config;
    },
    get configFile() {
      return now().configFile;
    },
    get store() {
      return now().store;
    },
    get topic() {
      return now().topic;
    },
    ship: (simulation, site) => now().ship(simulation, site),
    process: () => now().process(),
  };
}

interface OpenedFleet extends RunningFleet {
  end(): Promise<void>;
}

async function openFleet(kafka: TestKafka): Promise<OpenedFleet> {
  const redis = await startRedis();
  const bus = await openKafkaBus(kafka, { partitions: 2 });
  const folder = mkdtempSync(join(tmpdir(), "scepscope-fleet-"));
  const text = JSON.stringify({
    dataFolder: join(folder, "state"),
    listen: { port: 0 },
    kafka: { brokers: kafka.addresses(), topic: bus.topic, groupId: uniqueName(), initialDelayMs: 0 },
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
    ship: (simulation, site) =>
      bus
        .sink(site === undefined ? {} : { site })
        .send(shipSimulation(simulation, { sliceBytes: 16_384 }), new AbortController().signal),
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
    reader: "host01 7",
    limits: quickLimits,
    onEvent: () => undefined,
  });
  const processor = await startProcessor({
    owned: createOwnedPartitions(),
    config,
    secrets: { token: null, pseudonymKey: null },
    source: async () => bus.source,
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
