import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../free-ports.ts";
import { brokerProperties, scramWords } from "./broker-files.ts";
import type { SecuredBrokers } from "./broker-files.ts";
import { runJava, untilSaid } from "./jvm.ts";
import type { Jvm } from "./jvm.ts";

/** A real Kafka of its own, in a temporary folder. Brokers are numbered from 1. */
export interface KafkaCluster {
  /** `host:port` of each broker. */
  readonly addresses: readonly string[];
  /** Holds the logs of the brokers. */
  readonly folder: string;
  /** SIGKILL; resolves when it is dead. */
  kill(broker: number): Promise<void>;
  /** SIGTERM; resolves when it has ended. */
  stop(broker: number): Promise<void>;
  /** With what it had on disk; resolves when it serves. */
  start(broker: number): Promise<void>;
  /** It hangs: its connections stay, and nothing is answered. */
  pause(broker: number): void;
  wake(broker: number): void;
  /** Of the brokers that run. */
  pids(): readonly number[];
  /** Kills all of it. The folder goes, unless its logs are to be looked at. */
  close(options?: { readonly keepLogs: boolean }): Promise<void>;
}

export interface KafkaOptions {
  readonly brokers: 1 | 3;
  readonly secured?: SecuredBrokers;
}

/** Any 22 characters of base64url; the same for all brokers of a cluster. */
const clusterId = "c2NlcHNjb3BlLXRlc3RzLQ";

/** Fetches Kafka if it must, and starts it; resolves when each broker serves. What does not start leaves its logs and says where. */
export async function startKafka({ brokers, secured }: KafkaOptions): Promise<KafkaCluster> {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-kafka-"));
  const ports = await freePorts(2 * brokers);
  const port = (id: number): number => ports[2 * (id - 1)] ?? 0;
  const quorumPort = (id: number): number => ports[2 * (id - 1) + 1] ?? 0;
  const ids = Array.from({ length: brokers }, (_, index) => index + 1);
  const voters = ids.map((id) => `${id}@127.0.0.1:${quorumPort(id)}`).join(",");
  for (const id of ids) {
    const own = { id, port: port(id), quorumPort: quorumPort(id), folder: join(folder, String(id)) };
    mkdirSync(own.folder);
    const text = brokerProperties({ ...own, voters, brokers, secured: secured ?? null });
    writeFileSync(join(own.folder, "server.properties"), text);
  }
  const running = new Map<number, Jvm>();
  try {
    await Promise.all(ids.map((id) => format(join(folder, String(id)), secured ?? null)));
    await Promise.all(ids.map((id) => start(running, folder, id)));
  } catch (error) {
    await killAll(running);
    throw error;
  }
  return clusterOf({ running, folder, addresses: ids.map((id) => `127.0.0.1:${port(id)}`) });
}

async function format(folder: string, secured: SecuredBrokers | null): Promise<void> {
  const words = ["format", "-t", clusterId, "-c", join(folder, "server.properties"), ...scramWords(secured)];
  const logFile = join(folder, "format.log");
  const code = await runJava(["kafka.tools.StorageTool", ...words], logFile).ended;
  if (code !== 0)
    throw new Error(`Kafka's storage cannot be made: ${readFileSync(logFile, "utf8").slice(-2000)}`);
}

async function start(running: Map<number, Jvm>, folder: string, id: number): Promise<void> {
  const own = join(folder, String(id));
  const logFile = join(own, "broker.log");
  writeFileSync(logFile, "", { flag: "a" });
  const from = readFileSync(logFile, "utf8").length;
  const jvm = runJava(["kafka.Kafka", join(own, "server.properties")], logFile);
  running.set(id, jvm);
  await untilSaid(jvm, "Kafka Server started", from);
}

interface Brokers {
  readonly running: Map<number, Jvm>;
  readonly folder: string;
  readonly addresses: readonly string[];
}

function clusterOf({ running, folder, addresses }: Brokers): KafkaCluster {
  const tell = (id: number, signal: NodeJS.Signals): void => void running.get(id)?.child.kill(signal);
  const end = async (id: number, signal: NodeJS.Signals): Promise<void> => {
    tell(id, signal);
    await running.get(id)?.ended;
    running.delete(id);
  };
  return {
    addresses,
    folder,
    kill: (id) => end(id, "SIGKILL"),
    stop: (id) => end(id, "SIGTERM"),
    start: (id) => start(running, folder, id),
    pause: (id) => tell(id, "SIGSTOP"),
    wake: (id) => tell(id, "SIGCONT"),
    pids: () => [...running.values()].flatMap(({ child }) => child.pid ?? []),
    close: async ({ keepLogs } = { keepLogs: false }) => {
      await killAll(running);
      if (!keepLogs) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function killAll(running: Map<number, Jvm>): Promise<void> {
  for (const { child } of running.values()) child.kill("SIGKILL");
  await Promise.all([...running.values()].map(({ ended }) => ended));
}
