import { isDeepStrictEqual } from "node:util";
import type { Batch } from "../collectors/contract/index.ts";
import type { KeptPartition, StoredRequest } from "./contract/index.ts";
import type { SavedFile } from "./intake/index.ts";
import { createPartition } from "./partition/index.ts";
import type { Partition, PartitionOptions } from "./partition/index.ts";

export interface VerifyOptions {
  readonly kept: KeptPartition;
  readonly partition: PartitionOptions;
  /** From the oldest that is there to the position of what is kept, no further. */
  readonly batches: AsyncIterable<Batch>;
  readonly onProgress: (bytes: number) => void;
}

/** What was read again, and where it says something else than what is kept. */
export interface Verified {
  readonly partition: string;
  readonly files: number;
  readonly bytes: number;
  /** Final requests that came out. */
  readonly requests: number;
  readonly differences: readonly Difference[];
  /** All of them; the list has `differencesMax` at most. */
  readonly differenceCount: number;
}

export type Difference =
  /** Read to somewhere else than the state says; null: one of the two does not know the file. */
  | {
      readonly type: "position";
      readonly path: string;
      readonly kept: number | null;
      readonly read: number | null;
    }
  /** Bytes that were read now and are missing in the state, or the other way round. */
  | { readonly type: "gap"; readonly path: string; readonly kept: number; readonly read: number }
  /** It comes out of the logs, and the store does not have it: forgotten by age or size, or lost. */
  | { readonly type: "missing"; readonly id: string; readonly startedAt: string | null }
  | {
      readonly type: "differs";
      readonly id: string;
      /** As it was read now, ISO 8601; null: no time is known. The same of a missing one. */
      readonly startedAt: string | null;
      readonly fields: readonly string[];
    };

const differencesMax = 1000;

/**
 * Reads a partition again from the bus, in a memory of its own, and compares: how far each file was read, what was missed of it, and each final request, field by field.
 * Changes nothing, and owns nothing.
 *
 * What the bus no longer holds cannot be read again: files that began before it differ in what was missed.
 */
export async function verifyPartition(options: VerifyOptions): Promise<Verified> {
  const { kept } = options;
  const saved = await kept.saved();
  const read = createPartition(options.partition, null);
  const differences: Difference[] = [];
  let differenceCount = 0;
  const differ = (difference: Difference): void => {
    differenceCount += 1;
    if (differences.length < differencesMax) differences.push(difference);
  };
  let [requests, bytes] = [0, 0];
  for await (const batch of options.batches) {
    read.take(batch.shipments);
    for (const shipment of batch.shipments)
      if (shipment.type === "slice") bytes += shipment.slice.bytes.length;
    options.onProgress(bytes);
    const finals = read.checkpoint(batch.position, 0).requests.filter(({ isFinal }) => isFinal);
    requests += finals.length;
    for (const request of finals) await compareRequest(request, kept, differ);
  }
  const cursors = saved === null ? [] : createPartition(options.partition, saved.state).cursors();
  compareFiles(read.cursors(), cursors, differ);
  return {
    partition: kept.partition,
    files: read.cursors().length,
    bytes,
    requests,
    differences,
    differenceCount,
  };
}

async function compareRequest(
  read: StoredRequest,
  held: KeptPartition,
  differ: (difference: Difference) => void,
): Promise<void> {
  const { id, startedAt } = read.view;
  const kept = await held.request(id);
  if (kept === null) return differ({ type: "missing", id, startedAt });
  const fields = differingFields(read, kept);
  if (fields.length > 0) differ({ type: "differs", id, startedAt, fields });
}

/** When it was kept is another matter. */
function differingFields(read: StoredRequest, kept: StoredRequest): readonly string[] {
  const views = new Map(Object.entries(kept.view));
  const fields = Object.entries(read.view)
    .filter(([name, value]) => !isDeepStrictEqual(value, views.get(name)))
    .map(([name]) => name);
  return kept.isFinal ? fields : [...fields, "isFinal"];
}

function compareFiles(
  read: ReturnType<Partition["cursors"]>,
  kept: readonly SavedFile[],
  differ: (difference: Difference) => void,
): void {
  const rest = new Map(kept.map((cursor) => [cursor.file.id, cursor]));
  for (const cursor of read) {
    const { file, offset, gapBytes } = cursor;
    const other = rest.get(file.id);
    rest.delete(file.id);
    if (other?.offset !== offset)
      differ({ type: "position", path: file.path, kept: other?.offset ?? null, read: offset });
    else if (other.gapBytes !== gapBytes)
      differ({ type: "gap", path: file.path, kept: other.gapBytes, read: gapBytes });
  }
  for (const { file, offset } of rest.values())
    differ({ type: "position", path: file.path, kept: offset, read: null });
}

/** What the state of a partition knows of files. */
export interface KeptFiles {
  /** All that grow. */
  readonly cursors: ReturnType<Partition["cursors"]>;
  /** The first byte of any file that was not seen, by its id; null: it was never seen, or is forgotten. */
  readonly seenThrough: (fileId: string) => number | null;
}

export async function keptFiles(kept: KeptPartition, options: PartitionOptions): Promise<KeptFiles> {
  const saved = await kept.saved();
  const partition = createPartition(options, saved?.state ?? null);
  const cursors = partition.cursors();
  const through = new Map(cursors.map(({ file, offset, held }) => [file.id, offset + held.length]));
  return {
    cursors,
    seenThrough: (fileId) => through.get(fileId) ?? partition.resumeAt(fileId)?.offset ?? null,
  };
}
