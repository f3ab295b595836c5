// Before anything that imports kafkajs.
import { accelerated } from "../kafka/accelerate.mjs";
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { join } from "node:path";
import { collect, fileCheckpoint, watchFolder } from "../../collectors/index.ts";
import type { CollectOptions, Place } from "../../collectors/index.ts";
import { createKafkaSink } from "../../collectors/sinks/kafka/index.ts";
import { firstStamp, serverOf } from "../../processors/for-collectors.ts";
import { orNotWritable } from "../errors/not-writable.ts";
import { hostLabel } from "../config/index.ts";
import type { Config } from "../config/index.ts";
import { openKafka } from "../kafka/index.ts";
import type { Log } from "../runtime/log.ts";
import { makeFolder } from "../runtime/make-folder.ts";
import { besideEventLogs, collectLimitsOf, configuredZoneOf, sayCollectEvent } from "../collecting/index.ts";
import type { BesideEventLogs } from "../collecting/index.ts";
import { kafkaSettingsOf } from "./kafka-of.ts";
import { openTopic } from "./open-topic.ts";
import { partitionsOf } from "./partitions-of.ts";
import { saySinkEvent } from "./say-kafka-events.ts";

export interface CollectRunOptions {
  readonly config: Config;
  /** Of Kafka's user. */
  readonly secret: string | null;
  readonly places: readonly Place[];
  /** Channels of the Windows event log that are asked for events. */
  readonly channels: readonly string[];
  readonly createsTopics: boolean;
  readonly log: Log;
  readonly clock: { now(): number };
  readonly wake: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * The collector of a fleet: files to Kafka, until it is aborted; then what was read is sent, and positions are saved. Rejects with what cannot get better by waiting.
 *
 * Crash: what Kafka has answered for and the checkpoint does not know is sent again, at the same positions of the same files; a processor's cursor drops it.
 * Overload: while Kafka is away nothing is read. The checkpoint moves only behind what Kafka has answered for.
 */
export async function runCollect(options: CollectRunOptions): Promise<void> {
  const { config, log } = options;
  const { topic, rejectedTopic, sendBytesMax, retryMsMax } = config.kafka;
  orNotWritable(config.dataFolder, (folder) => makeFolder(folder, 0o700));
  log.debug("what makes kafkajs faster is in force", accelerated);
  const kafka = openKafka(kafkaSettingsOf(config, options.secret), log.child("kafkajs"));
  const found = await openTopic({ ...options, kafka, role: "collect" });
  if (found === null) return;
  const partitions = partitionsOf(options, found);
  const sink = createKafkaSink({
    kafka,
    topic,
    rejectedTopic,
    partitions,
    site: config.kafka.site,
    limits: { batchBytesMax: sendBytesMax, retryMsMax },
    onEvent: (event) => saySinkEvent(log.child("kafka"), event),
  });
  log.info("sends to Kafka", { topic, partitions, places: options.places.map(({ path }) => path) });
  try {
    const { dataFolder } = config;
    const { everyMs } = config.eventLogs;
    const checkpoint = fileCheckpoint(join(dataFolder, "positions"));
    await besideEventLogs({ ...options, everyMs, dataFolder, checkpoint, resumeAt: null }, (beside) =>
      collect(collectOptionsOf(options, sink.sink, beside)),
    );
  } finally {
    await sink.close();
  }
}

function collectOptionsOf(
  { config, places, clock, wake, signal, log }: CollectRunOptions,
  sink: CollectOptions["sink"],
  beside: BesideEventLogs,
): CollectOptions {
  const zoneOf = configuredZoneOf(config);
  return {
    places,
    defaultHost: hostLabel(hostname()),
    collector: `${hostname()} ${process.pid} ${randomBytes(4).toString("hex")}`,
    hostName: hostLabel,
    serverOf: (slices) => serverOf(slices, hostLabel),
    sink,
    ...beside,
    resumeAt: null,
    firstStamp: (slice) => firstStamp(slice, zoneOf),
    clock,
    wake,
    watch: watchFolder,
    limits: collectLimitsOf(config),
    signal,
    onEvent: (event) => sayCollectEvent(log, event),
  };
}
