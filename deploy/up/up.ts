import { hostname } from "node:os";
import { join } from "node:path";
import type { Place } from "../../collectors/index.ts";
import type { Values } from "../../alerts/index.ts";
import { startServer } from "../../processors/api/index.ts";
import type { FiringAlert, Server } from "../../processors/api/index.ts";
import { orNotWritable } from "../errors/not-writable.ts";
import type { Store } from "../../processors/contract/index.ts";
import { createExposer, createMemoryBus, holdFolder, openSqliteStore } from "../../processors/live.ts";
import type { Keeper, SqliteStoreOptions } from "../../processors/live.ts";
import { hostLabel } from "../config/index.ts";
import type { Config, NotifySecrets, Secrets } from "../config/index.ts";
import type { Log } from "../runtime/log.ts";
import { makeFolder } from "../runtime/make-folder.ts";
import { notifyValues, openNotifier } from "../notify/index.ts";
import type { NotifySurroundings } from "../notify/index.ts";
import { apiOptions, readiness } from "./api-options.ts";
import type { ApiParts, Here } from "./api-options.ts";
import { collectLimitsOf } from "../collecting/index.ts";
import { partitionOptionsOf } from "./limits.ts";
import { runPipeline } from "./pipeline.ts";
import { openTraces } from "./open-traces.ts";
import { pseudonymsOf } from "./pseudonyms-of.ts";
import { createQuotes } from "./quotes.ts";
import { rebuilding } from "./rebuilding.ts";
import { sayStoreEvent } from "./say-events.ts";

export interface UpOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  /** Left out: none are set. */
  readonly notifySecrets?: NotifySecrets;
  /** Thresholds of alerts. Left out: those that are configured. */
  readonly alertValues?: Values;
  readonly places: readonly Place[];
  /** Channels of the Windows event log that are asked for events. Left out: none. */
  readonly channels?: readonly string[];
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
  /** What fires now, the worst first. */
  readonly alerts: () => readonly FiringAlert[];
  /** What the store keeps, from now on. */
  readonly keepFor: (store: Config["store"]) => void;
  /** Resolves when all is drained after an abort; rejects with what cannot get better by waiting. */
  readonly ended: Promise<void>;
}

/** Starts; resolves when the page can be opened. Rejects with a reason for people where it cannot. */
export async function startUp(options: UpOptions): Promise<Up> {
  const retention = { now: options.config.store };
  const values = options.alertValues ?? notifyValues(options.config);
  const store = openStore(options, retention);
  try {
    const quotes = createQuotes();
    const pseudonyms = pseudonymsOf(options.config, options.secrets);
    const traces = await openTraces(options);
    const here: Here = { keeper: null, busBytes: () => 0, traces, notifier: null };
    const parts = { store, quotes, pseudonyms, here, exposer: createExposer() };
    const server = await startServer(apiOptions(options, parts));
    const notifier = openNotifier(notifyOptions(options, parts), values, server.url);
    here.notifier = notifier;
    const running = rebuilding(options, () => runOnce(options, parts));
    const ended = closed(running, server, parts);
    return {
      url: server.url,
      lookup: store.lookup,
      alerts: () => notifier.firing(),
      ended,
      keepFor: (kept) => (retention.now = kept),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * A pipeline that was ready once may fall behind later; one that begins anew knows nothing yet. While the store takes nothing it does not know what was heard since: silence
 * is ours then, and what it takes first behind it is of before.
 */
function notifyOptions(
  { config, log, clock, wake, notifySecrets }: UpOptions,
  { store, here }: ApiParts,
): NotifySurroundings {
  let readyKeeper: Keeper | null = null;
  let since = 0;
  const hearingSince = (): number | null => {
    const { keeper } = here;
    if (keeper === null) return null;
    if (keeper.health().refusal !== null) {
      since = clock.now();
      return null;
    }
    if (readiness(keeper).isReady) readyKeeper = keeper;
    return keeper === readyKeeper ? since : null;
  };
  const secrets = notifySecrets ?? { alertmanager: null, webhook: null };
  return { config, secrets, log, clock, wake, lookup: store.lookup, hearingSince };
}

/** Of the bus, when the state is kept: with a backlog each time costs up to a second, so it is seldom. The rest of the bus is filled meanwhile. */
const heldShare = 0.75;

/** A bus of its own each time: what the one before still held lies behind positions that are lost. */
function runOnce(
  options: UpOptions,
  { store, quotes, pseudonyms, here }: ApiParts & { readonly here: Here },
): Promise<void> {
  const { bytesMax } = options.config.bus;
  const bus = createMemoryBus({ bytesMax, batchBytesMax: 4 * 2 ** 20, batchShipmentsMax: 1024 });
  here.keeper = null;
  here.busBytes = bus.heldBytes;
  return runPipeline({
    ...options,
    defaultHost: hostLabel(hostname()),
    stateFolder: options.config.dataFolder,
    eventLogs: { channels: options.channels ?? [], everyMs: options.config.eventLogs.everyMs },
    collectLimits: collectLimitsOf(options.config),
    partition: {
      ...partitionOptionsOf(options.config, options.zone),
      ...(pseudonyms === null ? {} : { pseudonyms }),
    },
    bus,
    heldBytesMax: Math.floor(bytesMax * heldShare),
    store,
    log: options.log.child("pipeline"),
    opened: (keeper) => (here.keeper = keeper),
    onCollect: (event) => quotes.see(event),
    onKept: (requests) => here.traces?.take(requests),
  });
}

function openStore({ config, clock, log }: UpOptions, retention: { readonly now: Config["store"] }): Store {
  const { dataFolder } = config;
  orNotWritable(dataFolder, (folder) => makeFolder(folder, 0o700));
  const hold = holdFolder(dataFolder);
  const store = opened(hold, {
    path: join(dataFolder, "scepscope.sqlite"),
    fileBytesMax: null,
    // The store asks each time.
    get ageMsMax() {
      return retention.now.ageDaysMax * 86_400_000;
    },
    get bytesMax() {
      return retention.now.bytesMax;
    },
    readerQueueMax: config.api.streamChangesMax,
    now: () => clock.now(),
    onEvent: (event) => sayStoreEvent(log.child("store"), event),
  });
  const close = async (): Promise<void> => {
    await store.close();
    hold.release();
  };
  return { ...store, close };
}

/** A store that cannot be opened leaves the folder to others. */
function opened(hold: ReturnType<typeof holdFolder>, options: SqliteStoreOptions): Store {
  try {
    return openSqliteStore(options);
  } catch (error) {
    hold.release();
    throw error;
  }
}

async function closed(
  running: Promise<void>,
  server: Server,
  { store, here }: Pick<ApiParts, "store" | "here">,
): Promise<void> {
  try {
    await running;
  } finally {
    await here.notifier?.close();
    await here.traces?.close();
    await server.close();
    await store.close();
  }
}
