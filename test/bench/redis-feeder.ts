import { once } from "node:events";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { finalCommit } from "../support/commits.ts";
import { openRedisStore, redisAt } from "../support/redis-stores.ts";
import { createVariedRequests } from "./varied-requests.ts";

const commitSize = 50;
const everyMs = 100;
const warmUp = 200;

/** Commits 500 requests a second into a partition of its own, in a thread of its own as a processor would, while others look things up. Numbers of requests from `from` on. */
export async function feedingBeside<T>(
  { port, from }: { readonly port: number; readonly from: number },
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly commitMs: readonly number[] }> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { port, from } });
  const failed = once(worker, "error").then(([error]) => Promise.reject(error));
  await Promise.race([once(worker, "message"), failed]);
  const result = await Promise.race([act(), failed]);
  worker.postMessage("end");
  const [commitMs] = await Promise.race([once(worker, "message"), failed]);
  return { result, commitMs };
}

async function feed({ port, from }: { readonly port: number; readonly from: number }): Promise<void> {
  const make = createVariedRequests();
  const store = openRedisStore(redisAt({ host: "127.0.0.1", port }));
  const owner = await store.own("fed-beside");
  const commitMs: number[] = [];
  let isOver = false;
  parentPort?.once("message", () => (isOver = true));
  const commitFrom = async (first: number): Promise<number> => {
    const requests = Array.from({ length: commitSize }, (_, index) => make(first + index));
    const begun = performance.now();
    await owner.commit(finalCommit(String(first), requests));
    return performance.now() - begun;
  };
  let next = from;
  // A processor runs for months: how long its first commits take, while their code is compiled, says nothing.
  for (let count = 0; count < warmUp; count += 1, next += commitSize) await commitFrom(next);
  parentPort?.postMessage("begun");
  for (; !isOver; next += commitSize) {
    const tookMs = await commitFrom(next);
    commitMs.push(tookMs);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, everyMs - tookMs)));
  }
  await store.close();
  parentPort?.postMessage(commitMs);
}

if (!isMainThread) await feed(workerData);
