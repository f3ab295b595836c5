import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import type { Store, StoredRequest } from "../../processors/contract/index.ts";
import { createMemoryStore } from "../../processors/live.ts";
import { finalCommit } from "../support/commits.ts";
import { requestsOf } from "../support/feed-book.ts";
import { observeSimulation } from "../support/observe-simulation.ts";
import { smallScenario } from "../support/small-scenario.ts";
import { openTestStore } from "../support/sqlite-stores.ts";
import { simulate } from "../simulation/index.ts";
import { createVariedRequests } from "./varied-requests.ts";

/** What a store costs. Times per request are of processor time, in microseconds: others on the machine do not change them much. */
export interface StoreSpeed {
  readonly requests: number;
  /** Reading, observing and binding the records of a request, before any store. */
  readonly pipelineUs: number;
  readonly memoryUs: number;
  readonly sqliteUs: number;
  /** Wall time of the commits to SQLite alone. */
  readonly requestsPerSecond: number;
  readonly lookups: number;
  /** By key, while a thousand requests a second are committed, 20 at a time; from the moment when it was due. */
  readonly lookupMedianMs: number;
  readonly lookupP99Ms: number;
  /** The same, while commits of 100 follow each other without a pause. */
  readonly bulkP99Ms: number;
  /** How long nothing else had its turn, commits and lookups together: the most. */
  readonly blockedMs: number;
  readonly summaryMs: number;
  readonly listMs: number;
  readonly bytesPerRequest: number;
  readonly openMs: number;
}

const commitSize = 100;
const memoryRequestsMax = 50_000;

export async function measureStore(requests: number): Promise<StoreSpeed> {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-bench-store-"));
  const path = join(folder, "store.sqlite");
  const make = createVariedRequests();
  try {
    const pipelineUs = measurePipeline();
    const memory = await feed(createMemoryStore(), make, Math.min(requests, memoryRequestsMax));
    const store = openTestStore(path);
    const sqlite = await feed(store, make, requests);
    const live = await lookUpWhileFed(store, make, { count: requests, size: 20, everyMs: 20 });
    const bulk = await lookUpWhileFed(store, make, { count: live.total, size: commitSize, everyMs: 0 });
    const summaryMs = await timed(() => store.lookup.summary({ outcome: "failed", since: 1 }));
    const listMs = await timed(() => store.lookup.list({ outcome: "failed" }, { limit: 50, cursor: null }));
    await store.close();
    const bytesPerRequest = statSync(path).size / bulk.total;
    const openMs = await timed(() => openTestStore(path).close());
    const { cpuUs: sqliteUs, requestsPerSecond } = sqlite;
    const { lookups, lookupMedianMs, lookupP99Ms } = live;
    return {
      requests,
      pipelineUs,
      memoryUs: memory.cpuUs,
      sqliteUs,
      requestsPerSecond,
      lookups,
      lookupMedianMs,
      lookupP99Ms,
      bulkP99Ms: bulk.lookupP99Ms,
      blockedMs: bulk.blockedMs,
      summaryMs,
      listMs,
      bytesPerRequest,
      openMs,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same requests as those that are stored: half of the legacy connector, half of the other. */
function measurePipeline(): number {
  const simulations = (["calm-legacy", "calm-unified-transaction"] as const).map((name) =>
    simulate(smallScenario(name, 400), 7),
  );
  const costs = Array.from({ length: pipelineRounds }, () => {
    const before = process.cpuUsage();
    let count = 0;
    for (const simulation of simulations)
      count += requestsOf(observeSimulation(simulation).flatMap(({ observations }) => observations)).length;
    const { user, system } = process.cpuUsage(before);
    return (user + system) / count;
  });
  return Math.min(...costs);
}

/** The compiler has to learn it first; the best counts. */
const pipelineRounds = 8;

interface Fed {
  readonly cpuUs: number;
  readonly requestsPerSecond: number;
}

async function feed(store: Store, make: (number: number) => StoredRequest, count: number): Promise<Fed> {
  const owner = await store.own("all");
  let [us, ms] = [0, 0];
  for (let first = 0; first < count; first += commitSize) {
    const requests = Array.from({ length: commitSize }, (_, index) => make(first + index));
    const [before, started] = [process.cpuUsage(), performance.now()];
    await owner.commit(finalCommit(String(first), requests));
    const { user, system } = process.cpuUsage(before);
    us += user + system;
    ms += performance.now() - started;
  }
  return { cpuUs: us / count, requestsPerSecond: (count / ms) * 1000 };
}

const lookupsMin = 1000;
const lookupEveryMs = 2;

interface Found {
  readonly total: number;
  readonly lookups: number;
  readonly lookupMedianMs: number;
  readonly lookupP99Ms: number;
  readonly blockedMs: number;
}

async function lookUpWhileFed(
  store: Store,
  make: (number: number) => StoredRequest,
  { count, size, everyMs }: { readonly count: number; readonly size: number; readonly everyMs: number },
): Promise<Found> {
  const owner = await store.own("all");
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  delay.enable();
  const asking = (async () => {
    for (let round = 0; round < lookupsMin; round += 1) {
      const dueAt = performance.now() + lookupEveryMs;
      const key = make((round * 7919) % count).keys.at(-1)?.value ?? "";
      await new Promise((resolve) => setTimeout(resolve, lookupEveryMs));
      const page = await store.lookup.list({ key }, { limit: 20, cursor: null });
      times.push(performance.now() - dueAt);
      if (page.requests.length === 0) throw new Error(`${key} was not found`);
    }
  })();
  let isAsking = true;
  void asking.finally(() => {
    isAsking = false;
  });
  let total = count;
  for (; isAsking; total += size) {
    const requests = Array.from({ length: size }, (_, index) => make(total + index));
    if (everyMs > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
    await owner.commit(finalCommit(String(total), requests));
  }
  await asking;
  delay.disable();
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
  return {
    total,
    lookups: times.length,
    lookupMedianMs: at(0.5),
    lookupP99Ms: at(0.99),
    blockedMs: delay.max / 1e6,
  };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const speed = await measureStore(Number(positionals[0] ?? 100_000));
  process.stdout.write(`${JSON.stringify(speed, null, 2)}\n`);
}
