// Before anything that imports kafkajs: what collectors run with is what is tested.
import "../../deploy/kafka/accelerate.mjs";
import { execFileSync } from "node:child_process";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { Admin, ITopicConfig, Kafka } from "kafkajs";
import { startKafka } from "../../deploy/dev/services/kafka/index.ts";
import type { KafkaCluster, KafkaOptions } from "../../deploy/dev/services/kafka/index.ts";
import { openKafka } from "../../deploy/kafka/index.ts";
import type { KafkaSettings } from "../../deploy/kafka/index.ts";
import { waitUntil } from "./wait-until.ts";
import type { Log } from "../../deploy/runtime/log.ts";

/** A real Kafka for the tests of one file. */
export interface TestKafka {
  /** Null where SCEPSCOPE_TEST_KAFKA names one that is not ours to kill. */
  cluster(): KafkaCluster;
  addresses(): readonly string[];
  kafka(settings?: Partial<KafkaSettings>): Kafka;
  admin(): Admin;
  /** Makes a topic; resolves when it can be written to. */
  make(topic: string, config?: Partial<ITopicConfig>): Promise<void>;
  /** The same, with a name of its own. */
  topic(config?: Partial<ITopicConfig>): Promise<string>;
}

/** Starts it before the tests of this file; ends it behind them, and keeps its logs when one has failed. */
export function useKafka(options: KafkaOptions = { brokers: 1 }): TestKafka {
  let cluster: KafkaCluster | null = null;
  let addresses: readonly string[] = [];
  let admin: Admin | null = null;
  let hasFailed = false;
  const kafka: TestKafka["kafka"] = (settings = {}) =>
    openKafka({ ...settingsOf(addresses), ...settings }, quiet);
  beforeAll(async () => {
    const given = process.env["SCEPSCOPE_TEST_KAFKA"] ?? "";
    cluster = given === "" ? await startKafka(options) : null;
    addresses = cluster?.addresses ?? given.split(",");
    admin = kafka().admin();
    await admin.connect();
    await untilGroupsAreHeld(admin);
  }, 300_000);
  afterEach(({ task }) => {
    hasFailed ||= task.result?.state === "fail";
  });
  afterAll(async () => {
    await admin?.disconnect();
    await cluster?.close({ keepLogs: hasFailed });
    if (hasFailed) console.error(`the logs of Kafka are in ${cluster?.folder}`);
  });
  const opened = (): Admin => {
    if (admin === null) throw new Error("Kafka is there only within a test");
    return admin;
  };
  return {
    cluster: () => {
      if (cluster === null) throw new Error("this test needs a Kafka of its own: unset SCEPSCOPE_TEST_KAFKA");
      return cluster;
    },
    addresses: () => addresses,
    kafka,
    admin: opened,
    make: (topic, config = {}) => makeTopic(opened(), { topic, numPartitions: 1, ...config }),
    topic: async (config = {}) => {
      const topic = uniqueName();
      await makeTopic(opened(), { topic, numPartitions: 1, ...config });
      return topic;
    },
  };
}

/** kafkajs waits for leaders too, but gives up when a broker has not heard of the topic yet; and a leader that is named answers as such a moment later. */
async function makeTopic(admin: Admin, config: ITopicConfig): Promise<void> {
  await admin.createTopics({ waitForLeaders: false, topics: [config] });
  await waitUntil(async () => {
    const offsets = await admin.fetchTopicOffsets(config.topic).catch(() => []);
    return offsets.length === config.numPartitions;
  });
}

let names = 0;

/** Unused in this cluster, also when it is not ours alone. */
export function uniqueName(): string {
  names += 1;
  return `scepscope-test-${process.pid}-${performance.timeOrigin.toFixed(0)}-${names}`;
}

/** Whoever asks a Kafka that has just started for a group makes it load what it keeps of groups, and is told to come again. */
async function untilGroupsAreHeld(admin: Admin): Promise<void> {
  const isHeld = async (): Promise<boolean> => {
    try {
      const { groups } = await admin.describeGroups(["a", "b", "c", "d", "e", "f", "g", "h"]);
      // A group that is not there is dead; nothing is told of one that cannot be looked up yet.
      return groups.every(({ state }) => state.length > 0);
    } catch {
      return false;
    }
  };
  await waitUntil(isHeld, "the coordinators of groups");
}

function settingsOf(brokers: readonly string[]): KafkaSettings {
  return {
    brokers,
    clientId: "scepscope-test",
    tls: null,
    sasl: null,
    connectMsMax: 2000,
    requestMsMax: 10_000,
  };
}

/** Says nothing, but for SCEPSCOPE_TEST_LOG=1. */
export const quiet: Log = {
  debug: (message, fields) => {
    if ((process.env["SCEPSCOPE_TEST_LOG"] ?? "") !== "") console.error(message, JSON.stringify(fields));
  },
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => quiet,
};

/** What an independent reader of Kafka makes of a topic: from its beginning to its end. */
export function kcat(addresses: readonly string[], topic: string, format: string): string {
  const args = ["-b", addresses.join(","), "-C", "-t", topic, "-e", "-q", "-o", "beginning", "-f", format];
  return execFileSync("kcat", args, { encoding: "utf8", timeout: 20_000 });
}
