import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { watchProcess } from "../run-measured.ts";
import { usageOf } from "../live/up-process.ts";
import type { BenchFleet } from "./bench-fleet.ts";
import { fetchDebianPrograms } from "./debian-programs.ts";
import type { DebianPrograms } from "./debian-programs.ts";
import { untilStill } from "./until-still.ts";
import { writeWebLog } from "./write-web-log.ts";

/** What it takes to bring one log from the disk into Kafka: the whole process, its start included. */
export interface ShipCost {
  readonly what: string;
  readonly bytes: number;
  /** Messages that it made of it. */
  readonly messages: number;
  /** Until the last message was there. */
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssPeakBytes: number;
}

interface Shipper {
  readonly what: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ShipOptions {
  readonly fleet: BenchFleet;
  readonly folder: string;
  readonly megabytes: number;
  readonly step: (what: string) => void;
}

/** The same file, the same broker, zstd and all acknowledgements for each, one after the other. Those that cannot be had are missing. */
export async function measureShippers(options: ShipOptions): Promise<readonly ShipCost[]> {
  const { fleet, folder, megabytes, step } = options;
  step(`writing a log of ${megabytes} MB`);
  const log = join(folder, "web", "u_ex261122.log");
  const bytes = writeWebLog(log, megabytes * 1e6);
  const costs: ShipCost[] = [];
  for (const [index, make] of shippers(options, log).entries()) {
    const topic = `shipped-${index}`;
    await fleet.makeTopic(topic, 1);
    const shipper = make(topic);
    step(`${shipper.what} into Kafka`);
    const cost = await ship(shipper, fleet, topic).catch((error: unknown) => {
      if (index === 0) throw error;
      // A peer whose packages look otherwise on this system.
      return null;
    });
    if (cost !== null) costs.push({ bytes, ...cost });
  }
  return costs;
}

function shippers({ fleet, folder }: ShipOptions, log: string): readonly ((topic: string) => Shipper)[] {
  const ours = (topic: string): Shipper => collector({ fleet, folder, log }, topic);
  const programs = fetchDebianPrograms(join(folder, "debian"));
  if (programs === null) return [ours];
  const place = { fleet, folder, log, programs };
  return [ours, (topic) => rsyslog(place, topic), (topic) => syslogNg(place, topic)];
}

const shipMsMax = 300_000;

async function ship(
  { what, program, args, env }: Shipper,
  fleet: BenchFleet,
  topic: string,
): Promise<Omit<ShipCost, "bytes">> {
  const child = spawn(program, args, { stdio: "ignore", env: { PATH: process.env["PATH"] ?? "", ...env } });
  watchProcess(child);
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const ended = gone.then(() => Promise.reject(new Error(`${what} ended before it had sent everything`)));
  try {
    const wallMs = await Promise.race([
      ended,
      untilStill(() => fleet.messagesIn(topic), { msMax: shipMsMax }),
    ]);
    const { cpuMs, rssPeakBytes } = usageOf(child.pid ?? 0);
    return { what, messages: await fleet.messagesIn(topic), wallMs, cpuMs, rssPeakBytes };
  } finally {
    ended.catch(() => undefined);
    child.kill("SIGKILL");
    await gone;
  }
}

interface Place {
  readonly fleet: BenchFleet;
  readonly folder: string;
  readonly log: string;
}

const command: string = fileURLToPath(new URL("../../../deploy/cli/scepscope.mjs", import.meta.url));

function collector({ fleet, folder, log }: Place, topic: string): Shipper {
  const config = written(folder, `${topic}.yaml`, {
    dataFolder: join(folder, `state-${topic}`),
    places: [{ path: join(log, ".."), host: "web01" }],
    defaultPlaces: false,
    kafka: {
      brokers: fleet.kafka.split(","),
      topic,
      rejectedTopic: `${topic}.rejected`,
      newTopicPartitions: 1,
    },
  });
  const args = [command, "collect", "--config", config, "--create-topics"];
  return { what: "scepscope collect", program: process.execPath, args, env: {} };
}

/** JSON is YAML. */
function written(folder: string, name: string, settings: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(settings));
  return path;
}

interface PeerPlace extends Place {
  readonly programs: DebianPrograms;
}

function rsyslog({ fleet, folder, log, programs }: PeerPlace, topic: string): Shipper {
  const work = join(folder, topic);
  mkdirSync(work);
  const config = join(work, "rsyslog.conf");
  const settings = [
    "compression.codec=zstd",
    "acks=all",
    "linger.ms=50",
    "queue.buffering.max.messages=500000",
  ];
  writeFileSync(
    config,
    [
      `global(workDirectory="${work}" maxMessageSize="256k")`,
      'module(load="imfile" mode="inotify")',
      'module(load="omkafka")',
      'template(name="line" type="string" string="%msg%")',
      `ruleset(name="all") { action(type="omkafka" broker="${fleet.kafka}" topic="${topic}" template="line" confParam=${JSON.stringify(settings)}) }`,
      `input(type="imfile" File="${log}" Tag="web" ruleset="all")`,
      "",
    ].join("\n"),
  );
  return {
    what: "rsyslog, imfile to omkafka",
    program: programs.path("usr/sbin/rsyslogd"),
    args: [
      "-n",
      "-f",
      config,
      "-i",
      join(work, "pid"),
      "-M",
      programs.path("usr/lib/x86_64-linux-gnu/rsyslog"),
    ],
    env: programs.env,
  };
}

function syslogNg({ fleet, folder, log, programs }: PeerPlace, topic: string): Shipper {
  const work = join(folder, topic);
  mkdirSync(work);
  const config = join(work, "syslog-ng.conf");
  const settings =
    'compression.codec("zstd") acks("all") linger.ms("50") queue.buffering.max.messages("500000")';
  writeFileSync(
    config,
    [
      "@version: 3.38",
      "options { log-msg-size(262144); stats-freq(0); };",
      `source s { file("${log}" flags(no-parse) follow-freq(1) log-fetch-limit(1000) log-iw-size(10000)); };`,
      `destination d { kafka-c(bootstrap-servers("${fleet.kafka}") topic("${topic}") config(${settings}) message("$MSG") workers(1) batch-lines(1000) batch-timeout(100) log-fifo-size(20000)); };`,
      "log { source(s); destination(d); flags(flow-control); };",
      "",
    ].join("\n"),
  );
  return {
    what: "syslog-ng, file to kafka-c",
    program: programs.path("usr/sbin/syslog-ng"),
    args: [
      ...[
        "-F",
        "-f",
        config,
        "-R",
        join(work, "persist"),
        "-p",
        join(work, "pid"),
        "-c",
        join(work, "control"),
      ],
      ...["--module-path", programs.path("usr/lib/syslog-ng/3.38"), "--no-caps"],
    ],
    env: programs.env,
  };
}
