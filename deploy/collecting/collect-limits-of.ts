import type { CollectOptions } from "../../collectors/index.ts";
import type { Config } from "../config/index.ts";

/** What the configuration says of the collector. */
export function collectLimitsOf({ collector }: Config): NonNullable<CollectOptions["limits"]> {
  const { bytesPerSecondMax } = collector;
  return {
    sliceBytesMax: collector.sliceBytesMax,
    openFilesMax: collector.openFilesMax,
    filesMax: collector.filesMax,
    bytesPerSecondMax: bytesPerSecondMax > 0 ? bytesPerSecondMax : Number.POSITIVE_INFINITY,
    listEveryMs: collector.rescanMs,
    reportEveryMs: collector.reportMs,
    idleMs: collector.idleSealMs,
    ioTimeoutMs: collector.readMsMax,
  };
}
