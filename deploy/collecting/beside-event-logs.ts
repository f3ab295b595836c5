import { resolve } from "node:path";
import { askWevtutil, followEventLogs, keptFiles, usualChannels } from "../../collectors/index.ts";
import type { CollectOptions, KeptFilesOptions, SourceBeside } from "../../collectors/index.ts";
import { eventIdsRead } from "../../processors/for-collectors.ts";
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
export type BesideEventLogs = Pick<CollectOptions, "checkpoint" | "beside">;

/** Runs a collector with its checkpoint, and for as long as it runs what writes the events of channels to where it follows them. */
export async function besideEventLogs(
  { channels, everyMs, dataFolder, log, clock, wake, signal, ...keeping }: EventLogSurroundings,
  collecting: (beside: BesideEventLogs) => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const { checkpoint, kept } = channels.length === 0 ? { ...keeping, kept: () => 0 } : keptFiles(keeping);
  const folder = resolve(eventLogFolder(dataFolder));
  const channelSources = new Map<string, SourceBeside>();
  const asking = followEventLogs({
    channels: channels.map((name) => ({
      name,
      wanted: eventIdsRead(name),
      optional: usualChannels.includes(name),
    })),
    folder,
    kept,
    everyMs,
    ask: askWevtutil,
    clock,
    wake,
    signal: AbortSignal.any([signal, over.signal]),
    onEvent: (event) => sayCollectEvent(log, event),
    onLook: (source) => channelSources.set(source.name, source),
  });
  const sources = (): readonly SourceBeside[] =>
    [...channelSources.values()].filter(({ condition }) => condition !== "current");
  try {
    await collecting({ checkpoint, ...(channels.length > 0 && { beside: { folder, sources } }) });
  } finally {
    over.abort();
    await asking;
  }
}
