import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchBundle, BundleShelf } from "../bundle-shelf.ts";
import type { RedisSpeed } from "../redis-store.ts";
import { measureRedisStore } from "../redis-store.ts";
import { runNode } from "../run-measured.ts";
import { measureBacklog } from "./backlog.ts";
import type { BacklogCost, BacklogPlan } from "./backlog.ts";
import { startBenchFleet } from "./bench-fleet.ts";
import type { MemoryRun } from "./memory-pipeline.ts";
import { measureRebalance } from "./rebalance.ts";
import type { RebalanceCost } from "./rebalance.ts";
import { measureShippers } from "./shippers.ts";
import type { ShipCost } from "./shippers.ts";

export interface FleetCosts {
  readonly shippers: readonly ShipCost[];
  readonly memory: MemoryRun;
  readonly backlogs: readonly BacklogCost[];
  readonly redis: RedisSpeed;
  readonly rebalances: readonly RebalanceCost[];
}

export interface FleetOptions {
  readonly folder: string;
  readonly shelf: BundleShelf;
  readonly quick: boolean;
  readonly million: boolean;
  readonly step: (what: string) => void;
}

/** A fleet on this machine, with Kafka and Redis of its own: some seven minutes. */
export async function measureFleet(options: FleetOptions): Promise<FleetCosts> {
  const { shelf, quick, million, step } = options;
  const folder = join(options.folder, "fleet");
  mkdirSync(folder);
  const mix = await shelf.bundle("mix", 100);
  const calm = await shelf.bundle("calm", 100);
  step("starting Kafka and Redis");
  const fleet = await startBenchFleet();
  try {
    const shippers = await measureShippers({ fleet, folder, megabytes: quick ? 200 : 1000, step });
    step("the pipeline in memory");
    const memory = await memoryRun(mix);
    const backlogs: BacklogCost[] = [];
    for (const plan of plansOf(mix, [calm.folder, copied(calm, folder)])) {
      step(plan.what);
      backlogs.push(await measureBacklog(fleet, folder, plan));
    }
    step("members that come and go");
    const rebalances = await measureRebalance(fleet, folder);
    step("a store in Redis");
    const redis = await measureRedisStore(million ? 1_000_000 : 100_000);
    return { shippers, memory, backlogs, rebalances, redis };
  } finally {
    await fleet.end();
  }
}

function plansOf(mix: BenchBundle, two: readonly string[]): readonly BacklogPlan[] {
  return [
    { what: "mix 100 MB, one partition", folders: [mix.folder], processors: 1 },
    { what: "calm 2 x 100 MB, two partitions", folders: two, processors: 1 },
    { what: "the same", folders: two, processors: 2 },
  ];
}

/** The same logs, of other hosts. */
function copied({ folder }: BenchBundle, place: string): string {
  const target = join(place, "again");
  for (const host of readdirSync(folder))
    cpSync(join(folder, host), join(target, `${host}-again`), { recursive: true });
  return target;
}

async function memoryRun({ folder }: BenchBundle): Promise<MemoryRun> {
  const run = await runNode([memoryProgram, folder]);
  if (run?.exitCode !== 0) throw new Error(`the pipeline in memory was not measured: ${run?.complaint}`);
  const measured: MemoryRun = JSON.parse(run.output);
  return measured;
}

const memoryProgram: string = fileURLToPath(new URL("./memory-pipeline.ts", import.meta.url));
