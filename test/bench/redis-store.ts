import { parseArgs } from "node:util";
import { startRedis } from "../../deploy/dev/services/redis.ts";
import { redisCommand } from "../../deploy/dev/services/redis-process.ts";
import type { Owned, Store, StoredRequest } from "../../processors/contract/index.ts";
import { finalCommit } from "../support/commits.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";
import { feedingBeside } from "./redis-feeder.ts";
import { createVariedRequests } from "./varied-requests.ts";

/** What the Redis store costs, on a server of its own. Times of one machine with others on it: compare within one run. */
export interface RedisSpeed {
  readonly requests: number;
  /** Of Redis, with all indexes, while commits of 500 came. */
  readonly bytesPerRequest: number;
  readonly commit: Percentiles;
  /** Processor time for each request, of the server and of ours. */
  readonly serverUs: number;
  readonly clientUs: number;
  /** By an identifier of one request, and by any that a request carries (an address, a user agent), while 500 requests a second are committed. */
  readonly lookup: Percentiles;
  readonly weakLookup: Percentiles;
  readonly commitWhileRead: Percentiles;
  readonly summaryMs: number;
  readonly listMs: number;
}

interface Percentiles {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const commitSize = 500;
const lookupsMin = 1000;
/** Ten commits a second come meanwhile: of a hundred the 99th percentile is the worst one. */
const lookupMsMin = 20_000;
/** Numbers of requests that no stretch reaches. */
const liveFrom = 1e9;
const weak: ReadonlySet<string> = new Set(["userAgent", "clientIp", "profileId"]);

export async function measureRedisStore(requests: number): Promise<RedisSpeed> {
  const [speed] = await Array.fromAsync(measureGrowth([requests]));
  if (speed === undefined) throw new Error("nothing was measured");
  return speed;
}

/** One store that grows to each of these sizes in turn; bytes and times of a commit are those of the last stretch. */
export async function* measureGrowth(sizes: readonly number[]): AsyncGenerator<RedisSpeed> {
  const redis = await startRedis(["--loglevel", "warning"]);
  const store = openRedisStore(redisAt(redis));
  try {
    const owner = await store.own("p0");
    let from = 0;
    for (const size of sizes) {
      yield await measureStretch({ store, owner, port: redis.port }, from, size);
      from = size;
    }
  } finally {
    await store.close();
    await redis.end();
  }
}

interface Measured {
  readonly store: Store;
  readonly owner: Owned;
  readonly port: number;
}

async function measureStretch(
  { store, owner, port }: Measured,
  from: number,
  requests: number,
): Promise<RedisSpeed> {
  const make = createVariedRequests();
  const used = async (): Promise<number> => figure(port, "used_memory");
  const serverCpu = async (): Promise<number> =>
    (await figure(port, "used_cpu_user")) + (await figure(port, "used_cpu_sys"));
  const [bytesBefore, cpuBefore] = [await used(), await serverCpu()];
  const fed = await feed(owner, make, { from, to: requests });
  const [bytes, cpu] = [(await used()) - bytesBefore, (await serverCpu()) - cpuBefore];
  const live = await lookUpWhileFed(store, port, requests);
  return {
    requests,
    bytesPerRequest: Math.round(bytes / (requests - from)),
    commit: fed.commit,
    serverUs: Math.round((cpu * 1e6) / (requests - from)),
    clientUs: fed.clientUs,
    ...live,
    summaryMs: await timed(() => store.lookup.summary({ outcome: "failed", since: 1 })),
    listMs: await timed(() => store.lookup.list({ outcome: "failed" }, { limit: 50, cursor: null })),
  };
}

async function figure(port: number, name: string): Promise<number> {
  const lines = (await redisCommand(port, ["info"])).split("\n");
  return Number(lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1));
}

type Make = (number: number) => StoredRequest;

async function feed(
  owner: Owned,
  make: Make,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<{ readonly commit: Percentiles; readonly clientUs: number }> {
  const times: number[] = [];
  let us = 0;
  for (let first = from; first < to; first += commitSize) {
    const requests = Array.from({ length: commitSize }, (_, index) => make(first + index));
    const before = process.cpuUsage();
    times.push(await timed(() => owner.commit(finalCommit(String(first), requests))));
    const { user, system } = process.cpuUsage(before);
    us += user + system;
  }
  return { commit: percentiles(times), clientUs: Math.round(us / (to - from)) };
}

async function lookUpWhileFed(
  store: Store,
  port: number,
  count: number,
): Promise<Pick<RedisSpeed, "lookup" | "weakLookup" | "commitWhileRead">> {
  const make = createVariedRequests();
  const ask = async (isWeak: boolean): Promise<Percentiles> => {
    const times: number[] = [];
    const end = performance.now() + lookupMsMin;
    for (let round = 0; times.length < lookupsMin || performance.now() < end; round += 1) {
      const key = make((round * 7919) % count).keys.find(({ type }) => weak.has(type) === isWeak)?.value;
      if (key === undefined) continue;
      times.push(await timed(() => found(store, key)));
    }
    return percentiles(times);
  };
  const { result, commitMs } = await feedingBeside({ port, from: liveFrom + count }, async () => {
    const [lookup, weakLookup] = [await ask(false), await ask(true)];
    return { lookup, weakLookup };
  });
  return { ...result, commitWhileRead: percentiles(commitMs) };
}

async function found(store: Store, key: string): Promise<void> {
  const { requests } = await store.lookup.list({ key }, { limit: 20, cursor: null });
  if (requests.length === 0) throw new Error(`${key} was not found`);
}

function percentiles(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

/** `node test/bench/redis-store.ts [REQUESTS…]`: 100,000, or as many as are said, one after the other in one store. */
if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true });
  const sizes = positionals.length > 0 ? positionals.map(Number) : [100_000];
  for await (const speed of measureGrowth(sizes)) process.stdout.write(`${JSON.stringify(speed)}\n`);
}
