import { appendFileSync } from "node:fs";
import { join } from "node:path";
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
import { laterClock } from "./up-process.ts";

/** A real Kafka and a real Redis for the tests of one file. */
export interface FleetServices {
  readonly kafka: TestKafka;
  readonly redis: () => RunningRedis;
}

export function useFleetServices(): FleetServices {
  const kafka = useKafka();
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

/** The lives of the processes of a real fleet over one folder of logs, with a topic and keys of their own; the test file's end kills what still runs. */
export interface FleetLives {
  readonly load: LoadFolder;
  begin(role: FleetRole, when?: "now" | "later"): RoleProcess;
  /** What the whole fleet gives when everything is read and nothing can change any more. Ends all that runs before. */
  finished(): Promise<Omit<Finished, "log">>;
}

export type FleetRole = "collect" | "process" | "serve";

export function fleetLives(services: FleetServices): FleetLives {
  const load = createLoadFolder();
  const running = new Set<RoleProcess>();
  let isConfigured = false;
  const begin: FleetLives["begin"] = (role, when = "now") => {
    if (!isConfigured) appendFileSync(load.place.configFile, settings(services));
    isConfigured = true;
    const imports = when === "later" ? [laterClock] : [];
    const started = startRole({ words: wordsOf(role, load), imports });
    running.add(started);
    void started.ended.then(() => running.delete(started));
    return started;
  };
  const endAll = async (signal: NodeJS.Signals): Promise<void> => {
    for (const role of running) role.kill(signal);
    await Promise.all([...running].map(({ ended }) => ended));
  };
  afterAll(async () => {
    await endAll("SIGKILL");
    load.remove();
  });
  return {
    load,
    begin,
    finished: async () => {
      await endAll("SIGTERM");
      const [, processor, server] = (["collect", "process", "serve"] as const).map((role) =>
        begin(role, "later"),
      );
      try {
        const pageUrl = await urlOf(server);
        return await whenDone(await urlOf(processor), load.bytes(), { pageUrl, secondsMax: patienceSeconds });
      } catch (error) {
        throw new Error(`the page said in its log: ${server?.log().slice(-2000)}`, { cause: error });
      } finally {
        await endAll("SIGTERM");
      }
    },
  };
}

function urlOf(role: RoleProcess | undefined): Promise<string> {
  if (role === undefined) throw new Error("it was not started");
  return role.url;
}

function settings({ kafka, redis }: FleetServices): string {
  const topic = uniqueName();
  const { host, port } = redis();
  const bus = {
    brokers: kafka.addresses(),
    topic,
    rejectedTopic: `${topic}-rejected`,
    groupId: topic,
    site: "load",
    newTopicPartitions: 2,
    // So that whoever is killed is soon missed, and those who are killed often have something to do between.
    sessionMs: 2000,
  };
  const store = { addresses: [`${host}:${port}`], keyPrefix: `${topic}:` };
  // JSON is YAML.
  return `kafka: ${JSON.stringify(bus)}\nredis: ${JSON.stringify(store)}\n`;
}

function wordsOf(role: FleetRole, { place, root }: LoadFolder): readonly string[] {
  const config = ["--config", place.configFile];
  switch (role) {
    case "collect":
      return ["collect", place.folder, ...config, "--data", join(root, "state-collector"), "--create-topics"];
    case "process":
      return ["process", ...config, "--listen", "127.0.0.1:0", "--create-topics"];
    case "serve":
      return ["serve", ...config, "--listen", "127.0.0.1:0"];
  }
}

/** Those who were killed have their seats until Kafka misses them. */
const patienceSeconds = 90;
