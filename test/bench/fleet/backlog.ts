import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { partitionOf } from "../../../collectors/sinks/kafka/murmur2.ts";
import { startRole } from "../../../deploy/dev/fleet/role-process.ts";
import type { RoleProcess } from "../../../deploy/dev/fleet/role-process.ts";
import type { Line } from "../../support/exposition-lines.ts";
import { metricsOf, sumOf, until } from "../../support/up-answers.ts";
import { usageOf } from "../live/up-process.ts";
import type { BenchFleet } from "./bench-fleet.ts";
import { untilStill } from "./until-still.ts";
import { usageOfChild } from "./usage-of.ts";

/** A fleet on logs that are there already: first collectors bring all of them into Kafka, then processors make requests of them. All processes whole, their start included. */
export interface BacklogCost {
  readonly what: string;
  readonly records: number;
  readonly processors: number;
  readonly collectorCpuMs: number;
  /** From the start of the processors until nothing waits in Kafka, and their processor time then, all together. */
  readonly processMs: number;
  readonly processCpuMs: number;
  /** What both services spent in both stretches. */
  readonly redisCpuMs: number;
  readonly brokerCpuMs: number;
  /** Of the largest processor. */
  readonly rssPeakBytes: number;
  /** What the store took to keep a batch: how many, the mean, and the bound below which 99 of 100 were; NaN: none. */
  readonly commits: number;
  readonly commitMeanMs: number;
  readonly commitP99Ms: number;
}

export interface BacklogPlan {
  readonly what: string;
  /** One folder of hosts for each partition. */
  readonly folders: readonly string[];
  readonly processors: number;
}

export async function measureBacklog(
  fleet: BenchFleet,
  folder: string,
  { what, folders, processors }: BacklogPlan,
): Promise<BacklogCost> {
  const place = { fleet, run: mkdtempSync(join(folder, "backlog-")) };
  const before = services();
  const collectorCpuMs = await shipAll(place, folders);
  const began = performance.now();
  const running = Array.from({ length: processors }, (_, index) =>
    startRole({ words: processWords(place, folders.length, index) }),
  );
  try {
    const cost = await untilDone(running, { began, partitions: folders.length });
    const after = services();
    return {
      what,
      processors,
      collectorCpuMs,
      ...cost,
      redisCpuMs: after.redisCpuMs - before.redisCpuMs,
      brokerCpuMs: after.brokerCpuMs - before.brokerCpuMs,
    };
  } finally {
    await endAll(running);
  }
}

function services(): { readonly redisCpuMs: number; readonly brokerCpuMs: number } {
  return { redisCpuMs: usageOfChild("redis-server").cpuMs, brokerCpuMs: usageOfChild("java").cpuMs };
}

interface Place {
  readonly fleet: BenchFleet;
  readonly run: string;
}

/** Gives their processor time when all was in Kafka. */
async function shipAll({ fleet, run }: Place, folders: readonly string[]): Promise<number> {
  const topic = topicOf(run);
  await fleet.makeTopic(topic, folders.length);
  const collectors = folders.map((logs, index) => {
    const settings = {
      dataFolder: join(run, `collector-${index}`),
      places: [{ path: logs }],
      defaultPlaces: false,
      ...buses({ fleet, run }, { partitions: folders.length, site: siteIn(index, folders.length) }),
    };
    const config = written(run, `collector-${index}.yaml`, settings);
    return startRole({ words: ["collect", "--config", config, "--create-topics"] });
  });
  let cpuMs = 0;
  const usage = (): number => collectors.reduce((sum, { pid }) => sum + usageOf(pid).cpuMs, 0);
  await untilStill(() => fleet.messagesIn(topic), {
    msMax: secondsMax * 1000,
    grew: () => (cpuMs = usage()),
  });
  await endAll(collectors);
  return cpuMs;
}

function topicOf(run: string): string {
  return run.replaceAll(/\W+/g, "-").slice(-60);
}

/** A name whose hosts come to this partition. */
function siteIn(partition: number, partitions: number): string {
  for (let number = 0; ; number += 1)
    if (partitionOf(`site-${number}`, partitions) === partition) return `site-${number}`;
}

function buses(
  { fleet, run }: Place,
  { partitions, site }: { readonly partitions: number; readonly site: string },
): Readonly<Record<string, unknown>> {
  const topic = topicOf(run);
  return {
    kafka: {
      brokers: fleet.kafka.split(","),
      topic,
      rejectedTopic: `${topic}.rejected`,
      groupId: topic,
      newTopicPartitions: partitions,
      initialDelayMs: 0,
      site,
    },
    redis: { addresses: [fleet.redis], keyPrefix: `${topic}:` },
  };
}

/** JSON is YAML. */
function written(run: string, name: string, settings: unknown): string {
  const path = join(run, name);
  writeFileSync(path, JSON.stringify(settings));
  return path;
}

function processWords(place: Place, partitions: number, index: number): readonly string[] {
  const config = written(place.run, `process-${index}.yaml`, buses(place, { partitions, site: "" }));
  return ["process", "--config", config, "--listen", "127.0.0.1:0", "--zone", "UTC", "--create-topics"];
}

type Done = Omit<BacklogCost, "what" | "processors" | "collectorCpuMs" | "redisCpuMs" | "brokerCpuMs">;

/** Until nothing waits in Kafka; then, for the commits, until no more is kept. */
async function untilDone(
  running: readonly RoleProcess[],
  plan: { readonly began: number; readonly partitions: number },
): Promise<Done> {
  const urls = await Promise.all(running.map(({ url }) => url));
  const linesOf = async (): Promise<readonly Line[]> => (await Promise.all(urls.map(metricsOf))).flat();
  await until(linesOf, (lines) => isCaughtUp(lines, plan.partitions), secondsMax);
  const usages = running.map(({ pid }) => usageOf(pid));
  const processMs = performance.now() - plan.began;
  const count = async (): Promise<number> => sumOf(await linesOf(), "scepscope_records_total");
  await untilStill(count, { msMax: secondsMax * 1000, everyMs: 1000, stillMs: restMs });
  const lines = await linesOf();
  return {
    records: sumOf(lines, "scepscope_records_total"),
    processMs,
    processCpuMs: usages.reduce((sum, usage) => sum + usage.cpuMs, 0),
    rssPeakBytes: Math.max(...usages.map((usage) => usage.rssPeakBytes)),
    ...commitsIn(lines),
  };
}

const secondsMax = 300;
/** State is kept for a twentieth of the time at most: so long after a commit of half a second. */
const restMs = 12_000;

function isCaughtUp(lines: readonly Line[], partitions: number): boolean {
  const waiting = lines.filter(({ name }) => name === "scepscope_bus_waiting_messages");
  return waiting.length === partitions && waiting.every(({ value }) => value === 0);
}

function commitsIn(lines: readonly Line[]): Pick<BacklogCost, "commits" | "commitMeanMs" | "commitP99Ms"> {
  const name = "scepscope_commit_duration_seconds";
  const commits = sumOf(lines, `${name}_count`);
  const buckets = lines.filter((line) => line.name === `${name}_bucket`);
  const bounds = [...new Set(buckets.map(({ labels }) => Number(labels["le"])))].toSorted((a, b) => a - b);
  const below = (bound: number): number =>
    buckets.reduce((sum, { labels, value }) => (Number(labels["le"]) === bound ? sum + value : sum), 0);
  return {
    commits,
    commitMeanMs: (sumOf(lines, `${name}_sum`) * 1000) / commits,
    commitP99Ms: (bounds.find((bound) => below(bound) >= 0.99 * commits) ?? Number.NaN) * 1000,
  };
}

async function endAll(running: readonly RoleProcess[]): Promise<void> {
  for (const role of running) role.kill("SIGTERM");
  await Promise.all(running.map(({ ended }) => ended));
}
