import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Keeper } from "../../../processors/live.ts";
import { createMemoryBus } from "../../../processors/live.ts";
import { createMemoryStore } from "../../../processors/state/index.ts";
import { readConfig } from "../../../deploy/config/index.ts";
import { systemClock, wakeAfter } from "../../../deploy/runtime/clock.ts";
import { silentLog } from "../../../deploy/runtime/silent-log.ts";
import { partitionOptionsOf } from "../../../deploy/up/limits.ts";
import { runPipeline } from "../../../deploy/up/pipeline.ts";
import { untilStill } from "./until-still.ts";

/**
 * A program: `memory-pipeline.ts FOLDER` follows a folder with the pipeline of `up`, on a store in memory and without API, until nothing comes any more; prints a `MemoryRun`.
 * What a fleet does with other parts between the same stages.
 */
export interface MemoryRun {
  readonly records: number;
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function follow(folder: string): Promise<MemoryRun> {
  const stateFolder = mkdtempSync(join(tmpdir(), "scepscope-bench-memory-"));
  const stop = new AbortController();
  let keeper: Keeper | null = null;
  const running = runPipeline({
    places: [{ path: folder, name: "", host: "", include: [], exclude: [], optional: false }],
    defaultHost: "here",
    stateFolder,
    eventLogs: { channels: [], everyMs: 5000 },
    collectLimits: {},
    partition: partitionOptionsOf(readConfig(null, {}), "UTC"),
    bus: createMemoryBus({ bytesMax: 32 * 2 ** 20, batchBytesMax: 4 * 2 ** 20, batchShipmentsMax: 1024 }),
    heldBytesMax: 16 * 2 ** 20,
    store: createMemoryStore(),
    clock: systemClock,
    wake: wakeAfter,
    log: silentLog,
    signal: stop.signal,
    opened: (opened) => (keeper = opened),
    onCollect: () => {},
    onKept: () => {},
  });
  let [records, cpuMs] = [0, 0];
  const count = async (): Promise<number> => (records = recordsOf(keeper));
  const wallMs = await untilStill(count, { msMax: 600_000, grew: () => (cpuMs = spentMs()) });
  stop.abort();
  await running;
  rmSync(stateFolder, { recursive: true });
  return { records, wallMs, cpuMs };
}

function recordsOf(keeper: Keeper | null): number {
  const sources = keeper?.partition.hosts().flatMap((host) => host.sources) ?? [];
  return sources.reduce((sum, source) => sum + source.records, 0);
}

function spentMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

process.stdout.write(JSON.stringify(await follow(process.argv[2] ?? ".")));
