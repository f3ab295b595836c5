import type { Shipment } from "./shipment.ts";
import type { MessageRejection } from "./wire.ts";

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
  /** What was done can be read again: state that is lost can be made from it. */
  readonly remembers: boolean;
  /**
   * Batches of the partitions that this reader owns, each in order. Ends when aborted.
   * - `resume` is asked once each time that a partition is assigned to it: the position behind the last batch whose effect is kept, null to begin with the oldest.
   * - `lost` tells that a partition is another reader's: no batch of it comes until `resume` is asked anew, and nothing of it need be kept here.
   *
   * Both are called only while a batch is asked for: what came before is with the caller already.
   */
  batches(options: {
    readonly resume: (partition: string) => Promise<string | null>;
    readonly lost: (partition: string) => void;
    readonly signal: AbortSignal;
  }): AsyncIterable<Batch>;
  /**
   * What was read of the partition has no effect any more: somebody else has taken it up since. As soon as the bus is sure that it is still (or again) this
   * reader's, `resume` is asked anew; never, if it is not.
   */
  retake(partition: string): void;
}

export interface Batch {
  readonly partition: string;
  /** None: that nothing waits any more is all there is to tell. */
  readonly shipments: readonly Shipment[];
  /** What came between them and is no shipment; left out: nothing. */
  readonly rejected?: readonly RejectedMessage[];
  /** Whose spans sent it, as W3C `traceparent`; left out: nobody traces. */
  readonly origins?: readonly string[];
  /** Messages that wait on the bus behind this batch, as far as it has told. */
  readonly waiting: number;
  /** Opaque; `resume` with it continues behind this batch. */
  readonly position: string;
  /** Its effect is kept: the bus may forget it. Called once, in order. */
  readonly done: () => Promise<void>;
}

/** Somebody has written to the bus what no collector writes. It is counted with the batch, and never in the way of what follows. */
export interface RejectedMessage {
  /** Where it is, for people: it can be read there again as long as the bus keeps it. */
  readonly place: string;
  readonly reason: MessageRejection;
  readonly detail: string;
  readonly bytes: number;
}
