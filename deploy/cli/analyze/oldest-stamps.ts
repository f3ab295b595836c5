import { isReadFailure, slicesOf } from "../../../collectors/index.ts";
import type { BundleFile } from "../../../collectors/index.ts";
import { oldestStamp } from "../../../processors/index.ts";

/**
 * The oldest stamp of each event log that is not in order of time: the Event Viewer exports the newest event first, and a log of fixed size writes its newest
 * chunk over its oldest. Such a file is read as a whole at its oldest moment, else its events would come when their requests are decided already.
 */
export async function oldestStamps(files: readonly BundleFile[]): Promise<ReadonlyMap<string, number>> {
  const oldest = new Map<string, number>();
  for (const file of files) {
    const { format, id } = file.source;
    if (format !== "evtx" && format !== "event-xml") continue;
    const { firstMs, oldestMs } = await stampsOf(file);
    if (oldestMs < firstMs - orderedWithinMs) oldest.set(id, oldestMs);
  }
  return oldest;
}

/** Threads log side by side: so much disorder is usual, and waited for. */
const orderedWithinMs = 1000;

/** Of the whole file, ms UTC; a file without a stamp is in order. What cannot be read is reported when its turn comes. */
async function stampsOf(file: BundleFile): Promise<{ firstMs: number; oldestMs: number }> {
  const stamps = { firstMs: Number.NaN, oldestMs: Number.POSITIVE_INFINITY };
  try {
    for await (const slice of slicesOf(file)) {
      const found = oldestStamp(slice);
      if (found === null) continue;
      if (Number.isNaN(stamps.firstMs)) stamps.firstMs = found.firstMs;
      stamps.oldestMs = Math.min(stamps.oldestMs, found.oldestMs);
    }
  } catch (error) {
    if (!isReadFailure(error)) throw error;
  }
  return stamps;
}
