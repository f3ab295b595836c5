import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { ShippedSlice } from "../../../collectors/contract/index.ts";
import { createKafkaSink } from "../../../collectors/sinks/kafka/index.ts";
import { partitionOf } from "../../../collectors/sinks/kafka/murmur2.ts";
import { startRole } from "../../../deploy/dev/fleet/role-process.ts";
import type { RoleProcess } from "../../../deploy/dev/fleet/role-process.ts";
import { openKafka } from "../../../deploy/kafka/index.ts";
import { silentLog } from "../../../deploy/runtime/silent-log.ts";
import type { Store } from "../../../processors/contract/index.ts";
import { openRedisStore, redisAt } from "../../support/redis-stores.ts";
import { benchSettings } from "./bench-fleet.ts";
import type { BenchFleet } from "./bench-fleet.ts";

/** What happened to the members of the group, and the longest time in which nothing of a partition was kept although lines came all the time. */
export interface RebalanceCost {
  readonly what: string;
  readonly sessionMs: number;
  /** Of the worst partition, and of the best. */
  readonly worstMs: number;
  readonly bestMs: number;
}

const partitions = 4;
const topic = "rebalance";
/** The usual one, and the least that brokers allow where nothing else is set. */
const sessions = [8000, 6000];

export async function measureRebalance(fleet: BenchFleet, folder: string): Promise<readonly RebalanceCost[]> {
  await fleet.makeTopic(topic, partitions);
  const stop = new AbortController();
  const writing = writeLines(fleet, stop.signal);
  const [host = "", port] = fleet.redis.split(":");
  try {
    const costs: RebalanceCost[] = [];
    for (const sessionMs of sessions) {
      const group = `rebalance-${sessionMs}`;
      const store = openRedisStore(redisAt({ host, port: Number(port) }, { prefix: `${group}:` }));
      const config = configIn(folder, fleet, { group, sessionMs });
      costs.push(...(await changesOf(store, config, sessionMs)));
      await store.close();
    }
    return costs;
  } finally {
    stop.abort();
    await writing;
  }
}

/** JSON is YAML. */
function configIn(
  folder: string,
  fleet: BenchFleet,
  { group, sessionMs }: { readonly group: string; readonly sessionMs: number },
): string {
  const file = join(mkdtempSync(join(folder, "rebalance-")), "scepscope.yaml");
  const kafka = { brokers: [fleet.kafka], topic, groupId: group, sessionMs, initialDelayMs: 0 };
  const redis = { addresses: [fleet.redis], keyPrefix: `${group}:` };
  writeFileSync(file, JSON.stringify({ kafka, redis }));
  return file;
}

async function changesOf(store: Store, config: string, sessionMs: number): Promise<readonly RebalanceCost[]> {
  const running: RoleProcess[] = [];
  const begin = async (): Promise<RoleProcess> => {
    const started = startRole({ words: ["process", "--config", config, "--listen", "127.0.0.1:0"] });
    running.push(started);
    await started.url;
    return started;
  };
  const costs: RebalanceCost[] = [];
  const measure = async (what: string, ms: number, change: () => Promise<void>): Promise<void> => {
    costs.push({ what, sessionMs, ...(await longestPauses(store, ms, change)) });
  };
  try {
    await Promise.all([begin(), begin()]);
    await longestPauses(store, settleMs, async () => undefined);
    await measure("nothing", settleMs, async () => undefined);
    await measure("a third one joins", settleMs, async () => void (await begin()));
    await measure("it leaves in order", settleMs, async () => running.at(-1)?.kill("SIGTERM"));
    await measure("it joins again", settleMs, async () => void (await begin()));
    await measure("it is killed", settleMs + sessionMs, async () => running.at(-1)?.kill("SIGKILL"));
    return costs;
  } finally {
    for (const role of running) role.kill("SIGKILL");
    await Promise.all(running.map(({ ended }) => ended));
  }
}

const settleMs = 12_000;
const lookEveryMs = 50;

/** From the change on, so long; a pause that goes on at the end counts as far as it has come. */
async function longestPauses(
  store: Store,
  forMs: number,
  change: () => Promise<void>,
): Promise<Pick<RebalanceCost, "worstMs" | "bestMs">> {
  const began = performance.now();
  const known = new Map<string, { position: string | null; at: number; longestMs: number }>();
  const changing = change();
  while (performance.now() < began + forMs) {
    const kept = await store.partitions();
    const now = performance.now();
    for (const { partition, position } of kept) {
      const one = known.get(partition) ?? { position, at: now, longestMs: 0 };
      known.set(partition, one);
      one.longestMs = Math.max(one.longestMs, now - one.at);
      if (one.position !== position) Object.assign(one, { position, at: now });
    }
    await pause(lookEveryMs);
  }
  await changing;
  const pauses = [...known.values()].map(({ longestMs }) => longestMs);
  return { worstMs: Math.max(...pauses), bestMs: Math.min(...pauses) };
}

/** A few rows of a web log every 100 ms for each partition. */
async function writeLines(fleet: BenchFleet, signal: AbortSignal): Promise<void> {
  const kafka = openKafka(benchSettings([fleet.kafka]), silentLog);
  const limits = { retryMsMin: 50, retryMsMax: 500 };
  const rejectedTopic = `${topic}-rejected`;
  const { sink, close } = createKafkaSink({
    kafka,
    topic,
    rejectedTopic,
    partitions,
    limits,
    onEvent: () => undefined,
  });
  const hosts = Array.from({ length: partitions }, (_, partition) => hostIn(partition));
  for (let number = 0; !signal.aborted; number += 1) {
    await sink
      .send(
        hosts.map((host) => sliceOf(host, number)),
        signal,
      )
      .catch(() => undefined);
    await pause(100, undefined, { signal }).catch(() => undefined);
  }
  await close();
}

function hostIn(partition: number): string {
  for (let number = 0; ; number += 1)
    if (partitionOf(`host-${number}`, partitions) === partition) return `host-${number}`;
}

const columns = "#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip sc-status time-taken";

function sliceOf(host: string, number: number): ShippedSlice {
  const at = new Date().toISOString();
  const row = `${at.slice(0, 10)} ${at.slice(11, 19)} GET /certsrv/mscep/mscep.dll operation=GetCACaps 10.0.0.1 200 15\n`;
  const bytes = Buffer.from(row.repeat(2));
  const path = `${host}/u_ex.log`;
  const file = {
    id: `${host}-file`,
    host,
    path,
    format: "iis-w3c",
    encoding: "utf-8",
    modifiedAt: null,
  } as const;
  const slice = { file, offset: number * bytes.length, bytes, end: false };
  return { type: "slice", source: "u_ex.log", slice, context: columns, readAt: Date.now(), floor: null };
}
