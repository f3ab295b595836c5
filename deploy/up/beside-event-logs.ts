import { resolve } from "node:path";
import { askWevtutil, followEventLogs, keptFiles, usualChannels } from "../../collectors/index.ts";
import type {
  ChannelTrouble,
  CollectOptions,
  KeptFilesOptions,
  TroubledSource,
} from "../../collectors/index.ts";
import { eventIdsRead } from "../../processors/index.ts";
import type { EventLogSettings } from "../config/index.ts";
import type { Log } from "../runtime/log.ts";
import { eventLogFolder } from "./live-places.ts";
import { sayCollectEvent } from "./say-collect-event.ts";

export interface EventLogSurroundings extends KeptFilesOptions {
  readonly channels: readonly string[];
  readonly everyMs: EventLogSettings["everyMs"];
  readonly dataFolder: string;
  readonly log: Log;
  readonly clock: { now(): number };
  readonly wake: CollectOptions["wake"];
  readonly signal: AbortSignal;
}

/** Of a collector: what this adds to it. */
export type BesideEventLogs = Pick<CollectOptions, "checkpoint" | "besides">;

/** Runs a collector with its checkpoint, and for as long as it runs what writes the events of channels to where it follows them. */
export async function besideEventLogs(
  { channels, everyMs, dataFolder, log, clock, wake, signal, ...keeping }: EventLogSurroundings,
  collecting: (beside: BesideEventLogs) => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const { checkpoint, kept } = channels.length === 0 ? { ...keeping, kept: () => 0 } : keptFiles(keeping);
  const troubles = new Map<string, ChannelTrouble>();
  const asking = followEventLogs({
    channels: channels.map((name) => ({
      name,
      wanted: eventIdsRead(name),
      optional: usualChannels.includes(name),
    })),
    folder: resolve(eventLogFolder(dataFolder)),
    kept,
    everyMs,
    ask: askWevtutil,
    clock,
    wake,
    signal: AbortSignal.any([signal, over.signal]),
    onEvent: (event) => sayCollectEvent(log, event),
    onLook: (path, trouble) => {
      if (trouble === null) troubles.delete(path);
      else troubles.set(path, trouble);
    },
  });
  try {
    const besides = (): readonly TroubledSource[] =>
      [...troubles].map(([name, trouble]) => ({ name, ...trouble }));
    await collecting({ checkpoint, besides });
  } finally {
    over.abort();
    await asking;
  }
}
