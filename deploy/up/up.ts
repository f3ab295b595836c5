import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Place } from "../../collectors/index.ts";
import { startServer } from "../../processors/api/index.ts";
import type { Server } from "../../processors/api/index.ts";
import type { Store } from "../../processors/contract/index.ts";
import { createMemoryBus, openSqliteStore } from "../../processors/live.ts";
import type { Keeper } from "../../processors/live.ts";
import type { Config, Secrets } from "../config/index.ts";
import type { Log } from "../runtime/log.ts";
import { apiOptions } from "./api-options.ts";
import { hostLabel } from "./live-hosts.ts";
import { collectLimitsOf, partitionOptionsOf } from "./limits.ts";
import { runPipeline } from "./pipeline.ts";
import { createQuotes } from "./quotes.ts";
import { sayStoreEvent } from "./say-events.ts";

export interface UpOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly places: readonly Place[];
  /** Zone of local clocks where nothing else is known; null: unknown, but for this machine's own. */
  readonly zone: string | null;
  readonly log: Log;
  readonly clock: { now(): number };
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/** The whole pipeline in one process, and who asks it. */
export interface Up {
  readonly url: string;
  readonly lookup: Store["lookup"];
  /** Resolves when all is drained after an abort; rejects with what cannot get better by waiting. */
  readonly ended: Promise<void>;
}

/** Starts; resolves when the page can be opened. Rejects with a reason for people where it cannot. */
export async function startUp(options: UpOptions): Promise<Up> {
  const store = openStore(options);
  try {
    const bus = createMemoryBus({
      bytesMax: options.config.bus.bytesMax,
      batchBytesMax: 4 * 2 ** 20,
      batchShipmentsMax: 1024,
    });
    const quotes = createQuotes();
    const here: { keeper: Keeper | null } = { keeper: null };
    const server = await startServer(apiOptions(options, { store, quotes, here, busBytes: bus.heldBytes }));
    const running = runPipeline({
      ...options,
      defaultHost: hostLabel(hostname()),
      stateFolder: options.config.dataFolder,
      collectLimits: collectLimitsOf(options.config),
      partition: partitionOptionsOf(options.config, options.zone),
      bus,
      store,
      log: options.log.child("pipeline"),
      opened: (keeper) => (here.keeper = keeper),
      onCollect: (event) => quotes.see(event),
    });
    return { url: server.url, lookup: store.lookup, ended: closed(running, server, store) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function openStore({ config, clock, log }: UpOptions): Store {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  return openSqliteStore({
    path: join(config.dataFolder, "scepscope.sqlite"),
    fileBytesMax: null,
    ageMsMax: config.store.ageDaysMax * 86_400_000,
    bytesMax: config.store.bytesMax,
    now: () => clock.now(),
    onEvent: (event) => sayStoreEvent(log.child("store"), event),
  });
}

async function closed(running: Promise<void>, server: Server, store: Store): Promise<void> {
  try {
    await running;
  } finally {
    await server.close();
    await store.close();
  }
}
