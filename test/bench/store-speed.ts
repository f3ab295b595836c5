import { fileURLToPath } from "node:url";
import { runNode } from "./run-measured.ts";
import type { StoreSpeed } from "./store.ts";

/** In a process of its own, with so many requests in the store before lookups are timed. */
export async function measureStoreSpeed(requests: number): Promise<StoreSpeed> {
  const run = await runNode([program, String(requests)]);
  if (run?.exitCode !== 0) throw new Error(`the store was not measured: ${run?.complaint}`);
  const speed: StoreSpeed = JSON.parse(run.output);
  return speed;
}

const program: string = fileURLToPath(new URL("./store.ts", import.meta.url));
