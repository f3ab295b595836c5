import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import kafkajs from "kafkajs";
import { afterAll, afterEach, beforeAll } from "vitest";
import { startRole } from "../../deploy/dev/fleet/role-process.ts";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import type { RunningRedis } from "../../deploy/dev/services/redis.ts";
import { uniqueName, useKafka } from "./kafka.ts";
import type { TestKafka } from "./kafka.ts";
import { createLoadFolder } from "./load-folder.ts";
import type { LoadFolder } from "./load-folder.ts";
import { whenDone } from "./up-lives.ts";
import type { Finished } from "./up-lives.ts";
import { clockAheadBy, laterMs } from "./up-process.ts";

/** A real Kafka and a real Redis for the tests of one file. */
export interface FleetServices {
  readonly kafka: TestKafka;
  readonly redis: () => RunningRedis;
}

export function useFleetServices(options?: Parameters<typeof useKafka>[0]): FleetServices {
  const kafka = useKafka(options);
  let redis: RunningRedis | null = null;
  let hasFailed = false;
  beforeAll(async () => {
    redis = await startRedis(["--appendonly", "yes"]);
  }, 60_000);
  afterEach(({ task }) => {
    hasFailed ||= task.result?.state === "fail";
  });
  afterAll(() => redis?.end({ isFailed: hasFailed }));
  return {
    kafka,
    redis: () => {
      if (redis === null) throw new Error("Redis is there only within a test");
      return redis;
    },
  };
}

/** The lives of the processes of a real fleet over one folder of logs, with a topic and keys of their own. */
export interface FleetLives {
  readonly load: LoadFolder;
  readonly topic: string;
  /** Kills what still runs, and removes the folder: to be called when the test is over, however it went. */
  readonly end: () => Promise<void>;
  begin(role: FleetRole, how?: How): RoleProcess;
  /** What the whole fleet gives when everything is read and nothing can change any more. Ends all that runs before. */
  finished(collectors?: readonly How[]): Promise<Omit<Finished, "log">>;
}

export type FleetRole = "collect" | "process" | "serve";

export interface How {
  /** The clock of its machine, that of the files there included, is so much ahead. */
  readonly aheadMs?: number;
  /** Hours have passed. */
  readonly isLater?: boolean;
  /** Its program, where it is that of another release. */
  readonly program?: string;
  /** Of a collector: its data folder, by a name. */
  readonly state?: string;
  /** Of a collector: the hosts whose logs it follows; left out: all. */
  readonly hosts?: readonly string[];
}

export interface FleetOptions {
  /** Where its processes look for Redis; left out: where it is. */
  readonly redis?: Pick<RunningRedis, "host" | "port">;
  /** More of its settings. */
  readonly redisSettings?: Readonly<Record<string, string>>;
  /** After so long a processor that says nothing is missed. Left out: soon, for worlds in which they are killed. */
  readonly sessionMs?: number;
  /** Null: left out, for releases that do not know it. */
  readonly initialDelayMs?: number | null;
}

export function fleetLives(
  services: FleetServices,
  { redis, redisSettings = {}, sessionMs = 2000, initialDelayMs = 0 }: FleetOptions = {},
): FleetLives {
  const load = createLoadFolder();
  const topic = uniqueName();
  const running = new Set<RoleProcess>();
  let isConfigured = false;
  const begin: FleetLives["begin"] = (role, how = {}) => {
    if (!isConfigured)
      appendFileSync(
        load.place.configFile,
        settings(topic, services.kafka.addresses(), {
          ...(redis ?? services.redis()),
          redisSettings,
          sessionMs,
          initialDelayMs,
        }),
      );
    isConfigured = true;
    const { aheadMs = 0, isLater = false } = how;
    const clockMs = aheadMs + (isLater ? laterMs : 0);
    const imports = clockMs === 0 ? [] : [clockAheadBy(clockMs, aheadMs)];
    const program = how.program === undefined ? {} : { program: how.program };
    const started = startRole({ words: wordsOf(role, load, how), imports, ...program });
    running.add(started);
    void started.ended.then(() => running.delete(started));
    return started;
  };
  const endAll = async (signal: NodeJS.Signals): Promise<void> => {
    for (const role of running) role.kill(signal);
    await Promise.all([...running].map(({ ended }) => ended));
  };
  const end = async (): Promise<void> => {
    await endAll("SIGKILL");
    load.remove();
  };
  return {
    load,
    topic,
    begin,
    end,
    finished: async (collectors = [{}]) => {
      await endAll("SIGTERM");
      await letTimePass(services, topic);
      const isLater = true;
      for (const how of collectors) begin("collect", { ...how, isLater });
      const [processor, server] = [begin("process", { isLater }), begin("serve", { isLater })];
      try {
        const pageUrl = await server.url;
        return await whenDone(await processor.url, load.bytes(), { pageUrl, secondsMax: patienceSeconds });
      } catch (error) {
        throw new Error(`the page said in its log: ${server.log().slice(-2000)}`, { cause: error });
      } finally {
        await endAll("SIGTERM");
      }
    },
  };
}

/** From now on a message has the time of whoever sends it: where collectors are hours later, the bus is, too. */
async function letTimePass({ kafka }: FleetServices, topic: string): Promise<void> {
  const configEntries = [
    { name: "message.timestamp.type", value: "CreateTime" },
    { name: "message.timestamp.after.max.ms", value: String(Number.MAX_SAFE_INTEGER) },
    { name: "max.message.bytes", value: String(5 * 2 ** 20) },
  ];
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries };
  await kafka.admin().alterConfigs({ validateOnly: false, resources: [resource] });
}

function settings(
  topic: string,
  brokers: readonly string[],
  {
    host,
    port,
    redisSettings,
    sessionMs,
    initialDelayMs,
  }: Pick<RunningRedis, "host" | "port"> & Required<Omit<FleetOptions, "redis">>,
): string {
  const bus = {
    brokers,
    topic,
    rejectedTopic: `${topic}-rejected`,
    groupId: topic,
    site: "load",
    newTopicPartitions: 2,
    ...(initialDelayMs === null ? {} : { initialDelayMs }),
    sessionMs,
  };
  const store = { addresses: [`${host}:${port}`], keyPrefix: `${topic}:`, ...redisSettings };
  // JSON is YAML.
  return `kafka: ${JSON.stringify(bus)}\nredis: ${JSON.stringify(store)}\n`;
}

function wordsOf(role: FleetRole, load: LoadFolder, how: How): readonly string[] {
  const { configFile } = load.place;
  switch (role) {
    case "collect": {
      const { state = "state-collector" } = how;
      const words = ["--data", join(load.root, state), "--create-topics"];
      if (how.hosts === undefined) return ["collect", load.place.folder, "--config", configFile, ...words];
      return ["collect", "--config", configOfHosts(load, state, how.hosts), ...words];
    }
    case "process":
      return ["process", "--config", configFile, "--listen", "127.0.0.1:0", "--create-topics"];
    case "serve":
      return ["serve", "--config", configFile, "--listen", "127.0.0.1:0"];
  }
}

/** The same settings, and of the logs only those of some hosts. */
function configOfHosts({ root, place }: LoadFolder, name: string, hosts: readonly string[]): string {
  const file = join(root, `${name}.yaml`);
  const places = hosts.map((host) => ({ path: join(place.folder, host), host }));
  writeFileSync(file, `${readFileSync(place.configFile, "utf8")}places: ${JSON.stringify(places)}\n`);
  return file;
}

/** Those who were killed have their seats until Kafka misses them. */
const patienceSeconds = 180;

/** For worlds in which nobody may lose its seat: a machine that is busy stops a process for seconds. */
export const longSessionMs = 10_000;
