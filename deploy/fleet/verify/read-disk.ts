import { hostname } from "node:os";
import { collect, memoryCheckpoint, statusIdsOf } from "../../../collectors/index.ts";
import type { Checkpoint, Place } from "../../../collectors/index.ts";
import { firstStamp, serverOf } from "../../../processors/for-collectors.ts";
import { systemClock } from "../../runtime/clock.ts";
import { collectLimitsOf, configuredZoneOf } from "../../collecting/index.ts";
import { hostLabel } from "../../config/index.ts";
import type { Config } from "../../config/index.ts";

/** A file as a collector reads it at this moment. */
export interface DiskFile {
  readonly path: string;
  readonly host: string;
  /** Under which the state may know it: a status file has another one for each way in which its folder is followed. */
  readonly ids: readonly string[];
  /** How far it would be shipped: to the end of its last whole record. */
  readonly end: number;
}

/** All files of these places by their id, read once by the collector itself, which ships them to nobody. */
export async function readDisk(
  places: readonly Place[],
  config: Config,
  onProgress: (bytes: number) => void,
): Promise<ReadonlyMap<string, DiskFile>> {
  const files = new Map<string, DiskFile>();
  const zoneOf = configuredZoneOf(config);
  const stop = new AbortController();
  const checkpoint = memoryCheckpoint();
  let bytes = 0;
  await collect({
    places,
    defaultHost: hostLabel(hostname()),
    hostName: hostLabel,
    serverOf: (slices) => serverOf(slices, hostLabel),
    sink: {
      send: async (shipments) => {
        for (const shipment of shipments) {
          if (shipment.type !== "slice") continue;
          const { file, offset, bytes: sent } = shipment.slice;
          files.set(file.id, { path: file.path, host: file.host, ids: [file.id], end: offset + sent.length });
          bytes += sent.length;
        }
        onProgress(bytes);
      },
    },
    checkpoint,
    resumeAt: null,
    firstStamp: (slice) => firstStamp(slice, zoneOf),
    clock: systemClock,
    // It rests for the first time when all that is there was read.
    wake: async () => stop.abort(),
    limits: { ...collectLimitsOf(config), bytesPerSecondMax: Number.POSITIVE_INFINITY },
    signal: stop.signal,
    onEvent: () => {},
  });
  return withAllIds(files, checkpoint);
}

/** What the collector has noted of each file says where it lies. */
async function withAllIds(
  files: ReadonlyMap<string, DiskFile>,
  checkpoint: Checkpoint,
): Promise<ReadonlyMap<string, DiskFile>> {
  const saved = (await checkpoint.load()).files.filter(({ format }) => format === "status-file");
  const ids = new Map(saved.map((file) => [file.id, statusIdsOf(file)]));
  return new Map([...files].map(([id, file]) => [id, { ...file, ids: ids.get(id) ?? file.ids }]));
}
