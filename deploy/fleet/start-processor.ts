import type { BusSource } from "../../collectors/contract/index.ts";
import type { Store } from "../../processors/contract/index.ts";
import { startServer } from "../../processors/api/index.ts";
import type { Server } from "../../processors/api/index.ts";
import { catalogue } from "../../processors/index.ts";
import { keeperLimits, processBatches } from "../../processors/live.ts";
import type { Config, Secrets } from "../config/index.ts";
import type { Log } from "../runtime/log.ts";
import { apiLimitsOf } from "../up/limits.ts";
import { pseudonymsOf } from "../up/pseudonyms-of.ts";
import { sayKeeperEvent } from "../up/say-events.ts";
import { doctorOf } from "./doctor-of.ts";
import { fleetPartitionOf } from "./fleet-partition.ts";
import { foreignOwner } from "./owner-name.ts";
import type { OwnedPartitions } from "./owned-partitions.ts";

export interface ProcessorOptions {
  /** Hears what the source tells; made by whoever makes the source. */
  readonly owned: OwnedPartitions;
  readonly config: Config;
  readonly secrets: Secrets;
  /** Resolves when the bus answers; null: it was aborted before. Metrics and probes are answered meanwhile. Rejects with what cannot get better by waiting. */
  readonly source: () => Promise<BusSource | null>;
  readonly store: Store;
  /** Who this is, for others that use the store. Left out: nobody asks. */
  readonly owner?: string;
  /** Zone of local clocks where nothing else is known; null: unknown. */
  readonly zone: string | null;
  readonly log: Log;
  readonly clock: { now(): number };
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface Processor {
  /** Where its metrics are, and whether it lives. */
  readonly url: string;
  /** Resolves when all is kept after an abort; rejects with what cannot get better by waiting. The bus and the store are the caller's, and still open. */
  readonly ended: Promise<void>;
}

/**
 * One of the processors of a fleet: it takes what the bus gives to it, and keeps it in a store that all of them use. Resolves when its metrics can be read.
 *
 * On crash, replay and overload: see `processBatches`. Nothing is kept here.
 */
export async function startProcessor(options: ProcessorOptions): Promise<Processor> {
  const server = await startServer(serverOptions(options));
  return { url: server.url, ended: runBeside(server, () => run(options)) };
}

async function runBeside(server: Server, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await server.close();
  }
}

function serverOptions({
  owned,
  config,
  secrets,
  store,
  clock,
  log,
}: ProcessorOptions): Parameters<typeof startServer>[0] {
  return {
    serves: "operation",
    lookup: store.lookup,
    catalogue,
    metrics: owned.expose,
    ready: owned.ready,
    quote: async () => null,
    listen: config.listen,
    auth: secrets.token === null ? null : { token: secrets.token },
    clock: () => clock.now(),
    onFault: (error) => log.child("api").error("a question could not be answered", { error }),
    limits: apiLimitsOf(config),
  };
}

async function run(options: ProcessorOptions): Promise<void> {
  const { owned, config, secrets, store, clock, wake, signal } = options;
  const source = await options.source();
  if (source === null) return;
  const log = options.log.child("pipeline");
  const pseudonyms = pseudonymsOf(config, secrets);
  await processBatches({
    source,
    store,
    ...(options.owner === undefined ? {} : { owner: options.owner }),
    partition: {
      ...fleetPartitionOf(config, options.zone),
      ...(pseudonyms === null ? {} : { pseudonyms }),
    },
    limits: keeperLimits,
    clock,
    wake,
    signal,
    onEvent: (event) => {
      owned.hear(event);
      sayKeeperEvent(log, event.type === "commit-failed" ? { ...event, remedy: doctorOf("process") } : event);
      const foreign = event.type === "fenced" ? foreignOwner(event.owner, config.kafka) : null;
      if (foreign !== null)
        log.error("the partition is not of this fleet alone", { partition: event.partition, about: foreign });
    },
    opened: (partition, keeper) => {
      log.info("took up a partition", { partition });
      owned.open(partition, keeper);
    },
    closed: (partition) => {
      log.info("gave up a partition", { partition });
      owned.close(partition);
    },
  });
}
