import type { Shipment } from "./shipment.ts";

/**
 * The bus between collectors and processors.
 *
 * Delivery: what `send` resolved for is delivered at least once, in order per host. Nothing overtakes within a host; a batch that was not `done` comes again
 * after a restart of its reader. A full bus does not resolve: that is the back-pressure, and a collector then stops reading. A host belongs to one partition.
 */
export interface BusSink {
  /**
   * True: when `send` settles it is done with the bytes of the slices, because it has copied or encoded them; the collector then uses their memory again. Else the
   * bytes belong to the bus from the moment they are given.
   */
  readonly borrows?: boolean;
  /** Resolves when the bus holds all of them as safely as it ever will. Rejects when aborted, and with what the bus cannot recover from by waiting. */
  send(shipments: readonly Shipment[], signal: AbortSignal): Promise<void>;
}

export interface BusSource {
  /**
   * Batches of the partitions that this reader owns, each in order. `resume` is asked once when a partition is assigned: the position behind the last batch
   * whose effect is kept, null to begin with the oldest. Ends when aborted.
   */
  batches(options: {
    readonly resume: (partition: string) => Promise<string | null>;
    readonly signal: AbortSignal;
  }): AsyncIterable<Batch>;
}

export interface Batch {
  readonly partition: string;
  readonly shipments: readonly Shipment[];
  /** Opaque; `resume` with it continues behind this batch. */
  readonly position: string;
  /** Its effect is kept: the bus may forget it. Called once, in order. */
  done(): Promise<void>;
}
