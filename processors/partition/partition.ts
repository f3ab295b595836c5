import type { Shipment, SourceFile } from "../../collectors/contract/index.ts";
import type { Commit, HostView } from "../contract/index.ts";
import type { Intake } from "../intake/index.ts";
import type { Judged } from "../judge/index.ts";
import type { Metrics } from "../metrics/index.ts";
import { checkpoint, decided, hostViews, show } from "./commits.ts";
import type { Showing } from "./commits.ts";
import { openMemory } from "./memory.ts";
import type { PartitionOptions } from "./memory.ts";
import { takeReport, takeSlice } from "./take.ts";

/**
 * The hosts of one partition: shipments in, commits out. No clock and no I/O: what it commits follows from what it took.
 *
 * On crash: what was committed is restored, and the bus brings the batches behind it again. On replay: the cursors of the files drop what was seen, and a final request
 * that comes out again is the same, by the same id. On overload: the bus waits; the limits of the book, the preview and the cursors say what gives way.
 */
export interface Partition {
  take(shipments: readonly Shipment[]): void;
  /** What changed since the last call and is only shown. `now` is ms UTC. */
  show(now: number): Showing;
  /** Everything since the last call, with the state behind it. */
  checkpoint(position: string, now: number): Commit;
  /** The same for who keeps no state, which takes a third of the time to write. */
  decided(now: number): Commit;
  /** Something is decided that no checkpoint holds yet. */
  hasDecided(): boolean;
  /** A collector has said how far it is. */
  hasReport(): boolean;
  /** A host has a backlog. */
  isBehind(): boolean;
  /** Where a collector goes on with a file; null: it was never seen. */
  resumeAt(fileId: string): ReturnType<Intake["resumeAt"]>;
  /** How far each file was read. */
  cursors(): ReturnType<Intake["save"]>;
  /** Null: it was never seen, or is forgotten. */
  fileOf(fileId: string): SourceFile | null;
  readonly metrics: Metrics;
  /** Requests that are not final, as they were last judged. */
  provisional(): Iterable<Judged>;
  /** All its hosts, as they are now. */
  hosts(): readonly HostView[];
  readonly health: () => PartitionHealth;
}

export interface PartitionHealth {
  /** Requests that became final early because memory was full. */
  readonly evicted: number;
  /** Records that are not shown before their request is final, because too many were in flight. */
  readonly unshown: number;
  /** Files whose position was forgotten, because there were too many. */
  readonly forgottenCursors: number;
  /** Records that belong to no request, by kind. */
  readonly unbound: ReadonlyMap<string, number>;
  /** Records that were decided to be shown, neighbours and repeats among them. */
  readonly previewed: number;
}

/** `saved`: the pieces of the last checkpoint; null: there is none. */
export function createPartition(
  options: PartitionOptions,
  saved: ReadonlyMap<string, Uint8Array> | null,
): Partition {
  const memory = openMemory(options, saved ?? new Map());
  return {
    take: (shipments) => {
      for (const shipment of shipments) {
        if (shipment.type === "sources") takeReport(memory, shipment);
        else takeSlice(memory, shipment);
      }
    },
    show: (now) => show(memory, now),
    checkpoint: (position, now) => checkpoint(memory, position, now),
    decided: (now) => decided(memory, now),
    hasDecided: () => memory.finals.length + memory.gone.length > 0,
    hasReport: () => memory.hasReport,
    isBehind: () => memory.behind.size > 0,
    resumeAt: (fileId) => memory.intake.resumeAt(fileId),
    cursors: () => memory.intake.save(),
    fileOf: (fileId) => memory.intake.fileOf(fileId),
    metrics: memory.metrics,
    *provisional() {
      for (const { judged } of memory.shown.values()) yield judged;
    },
    hosts: () => hostViews(memory, memory.board.hosts()),
    health: () => ({
      evicted: memory.book.evicted(),
      unshown: memory.preview.dropped(),
      forgottenCursors: memory.intake.forgotten(),
      unbound: memory.book.unbound.byKind,
      previewed: memory.preview.decided(),
    }),
  };
}
