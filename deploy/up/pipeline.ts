import { join } from "node:path";
import { collect, fileCheckpoint, watchFolder } from "../../collectors/index.ts";
import type { CollectEvent, CollectOptions, Place } from "../../collectors/index.ts";
import { firstStamp, serverOf } from "../../processors/for-collectors.ts";
import { keeperLimits, processBatches } from "../../processors/live.ts";
import type { Keeper, MemoryBus, PartitionOptions } from "../../processors/live.ts";
import type { Store, StoredRequest } from "../../processors/contract/index.ts";
import type { Log } from "../runtime/log.ts";
import { besideEventLogs, sayCollectEvent } from "../collecting/index.ts";
import type { BesideEventLogs, EventLogSurroundings } from "../collecting/index.ts";
import { hostLabel } from "../config/index.ts";
import { sayKeeperEvent } from "./say-events.ts";

export interface PipelineOptions {
  readonly places: readonly Place[];
  readonly defaultHost: string;
  readonly stateFolder: string;
  readonly eventLogs: Pick<EventLogSurroundings, "channels" | "everyMs">;
  readonly collectLimits: CollectOptions["limits"];
  readonly partition: PartitionOptions;
  readonly bus: MemoryBus;
  /** The state is kept when the bus holds so many bytes for it. */
  readonly heldBytesMax: number;
  readonly store: Store;
  readonly clock: { now(): number };
  readonly wake: CollectOptions["wake"];
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly opened: (keeper: Keeper) => void;
  readonly onCollect: (event: CollectEvent) => void;
  readonly onKept: (requests: readonly StoredRequest[]) => void;
}

/**
 * Collectors, bus and processor in one process: the stages that a fleet runs on many. Runs until aborted; then the collector sends what it has read, the processor takes
 * it and keeps its state. Rejects with what cannot get better by waiting.
 *
 * On crash: the store's state says how far each file was read, and the collector goes on there.
 */
export async function runPipeline(options: PipelineOptions): Promise<void> {
  const processing = new AbortController();
  const opened = Promise.withResolvers<Keeper>();
  const processed = processBatches({
    source: options.bus.source,
    store: options.store,
    partition: options.partition,
    limits: { ...keeperLimits, heldBytesMax: options.heldBytesMax },
    clock: options.clock,
    wake: options.wake,
    signal: processing.signal,
    onEvent: (event) => {
      // There is only one.
      const { partition: _, ...told } = event;
      sayKeeperEvent(options.log, told);
    },
    onKept: options.onKept,
    opened: (_, keeper) => {
      options.opened(keeper);
      opened.resolve(keeper);
    },
    closed: () => {},
  });
  const collecting = new AbortController();
  const stop = (): void => collecting.abort();
  options.signal.addEventListener("abort", stop, { once: true });
  if (options.signal.aborted) stop();
  const failed = processed.finally(stop);
  try {
    const keeper = await Promise.race([opened.promise, failed.then(() => null)]);
    if (keeper !== null) await collectBeside(options, keeper, collecting.signal);
    await drained(options, failed);
  } finally {
    processing.abort();
    options.signal.removeEventListener("abort", stop);
  }
  await failed;
}

function collectBeside(options: PipelineOptions, keeper: Keeper, signal: AbortSignal): Promise<void> {
  const { eventLogs, stateFolder, bus } = options;
  const resumeAt = (fileId: string): ReturnType<Keeper["partition"]["resumeAt"]> =>
    keeper.partition.resumeAt(fileId);
  const checkpoint = fileCheckpoint(join(stateFolder, "positions"));
  const keeping = { checkpoint, mark: bus.mark, resumeAt };
  const isKnown = keeper.partition.hosts().some(({ host }) => host === options.defaultHost);
  return besideEventLogs(
    { ...options, ...eventLogs, ...keeping, dataFolder: stateFolder, signal },
    (beside) => collect(collectOptionsOf({ ...options, ...beside, isKnown, resumeAt, signal })),
  );
}

function collectOptionsOf(
  options: PipelineOptions &
    BesideEventLogs &
    Pick<CollectOptions, "resumeAt"> & { readonly isKnown: boolean },
): CollectOptions {
  return {
    places: options.places,
    defaultHost: options.defaultHost,
    hostName: hostLabel,
    serverOf: (slices) => serverOf(slices, hostLabel),
    sink: options.bus.sink,
    checkpoint: options.checkpoint,
    ...(options.beside && { beside: options.beside }),
    isKnown: options.isKnown,
    resumeAt: options.resumeAt,
    firstStamp: (slice) => firstStamp(slice, options.partition.zoneOf),
    clock: options.clock,
    wake: options.wake,
    watch: watchFolder,
    ...(options.collectLimits === undefined ? {} : { limits: options.collectLimits }),
    signal: options.signal,
    onEvent: (event) => {
      sayCollectEvent(options.log, event);
      options.onCollect(event);
    },
  };
}

const drainMsMax = 5000;
const drainStepMs = 20;

/** Until the processor has taken what was sent, for some seconds at most: the rest is read again. It keeps what it has taken when it ends. */
async function drained({ bus, wake }: PipelineOptions, failed: Promise<void>): Promise<void> {
  const never = new AbortController().signal;
  // What it fails with is told by whoever started it.
  const over = failed.then(
    () => true,
    () => true,
  );
  for (let waitedMs = 0; !bus.isTaken() && waitedMs < drainMsMax; waitedMs += drainStepMs)
    if (await Promise.race([over, wake(drainStepMs, never).then(() => false)])) return;
}
