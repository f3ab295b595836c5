import { randomUUID } from "node:crypto";
import type { Batch, BusSink, BusSource, Shipment } from "../../collectors/contract/index.ts";
import { createBell } from "./bell.ts";
import type { Bell } from "./bell.ts";
import { createHeldShipments, sizeOf } from "./held-shipments.ts";
import type { HeldShipments } from "./held-shipments.ts";

export interface MemoryBusLimits {
  /** Held until they are done; a single shipment that is larger passes alone. */
  readonly bytesMax: number;
  readonly batchBytesMax: number;
  readonly batchShipmentsMax: number;
}

export interface MemoryBus {
  readonly sink: BusSink;
  readonly source: BusSource;
  /** Sent, and not done. */
  readonly heldBytes: () => number;
  /** The reader has all that was sent, done or not: if it ends now, nothing is left behind. */
  readonly isTaken: () => boolean;
  /** What it returns tells whether all that was sent until now is done. */
  readonly mark: () => () => boolean;
}

/**
 * The bus of one process: one partition, `all`, and one reader at a time; a later one takes over, and the earlier ends.
 *
 * Delivery: a batch is what is there, nothing is waited for. What was not `done` comes again to the next reader. It holds nothing beyond the life of the
 * process: `send` resolves when the shipments are held here, which is as safe as they ever will be. After a restart the bus is empty, and a position of an
 * earlier process means nothing: collectors then ship again from where the store's state says that their files were read to, which is what makes this "at
 * least once". Overload: `send` waits until there is room, in the order in which it was called, so that collectors stop reading.
 */
export function createMemoryBus(limits: MemoryBusLimits): MemoryBus {
  const held = createHeldShipments();
  const bell = createBell();
  const taken = { end: 0 };
  return {
    sink: createSink(held, bell, limits.bytesMax),
    source: createSource({ held, bell, taken }, limits),
    heldBytes: held.bytes,
    isTaken: () => taken.end >= held.end(),
    mark: () => {
      const end = held.end();
      return () => held.first() >= end;
    },
  };
}

function createSink(held: HeldShipments, bell: Bell, bytesMax: number): BusSink {
  let last: Promise<unknown> = Promise.resolve();
  const put = async (shipments: readonly Shipment[], signal: AbortSignal): Promise<void> => {
    for (const shipment of shipments) {
      while (held.bytes() > 0 && held.bytes() + sizeOf(shipment) > bytesMax && !signal.aborted)
        await bell.heard(signal);
      signal.throwIfAborted();
      held.add(shipment);
      bell.ring();
    }
  };
  return {
    send: (shipments, signal) => {
      const sending = last.then(() => put(shipments, signal));
      last = sending.catch(() => {});
      return orAborted(sending, signal);
    },
  };
}

/** Whoever waits for another's turn need not wait when it is aborted. */
function orAborted(sending: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    sending.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

const partition = "all";

interface Reading {
  readonly held: HeldShipments;
  readonly bell: Bell;
  /** What the reader has got so far, by number. */
  readonly taken: { end: number };
}

function createSource({ held, bell, taken }: Reading, limits: MemoryBusLimits): BusSource {
  /** Positions of another process, or of another bus, are none of ours. */
  const name = randomUUID();
  const most = { bytesMax: limits.batchBytesMax, shipmentsMax: limits.batchShipmentsMax };
  let [readers, isRetaken] = [0, false];
  const release = (before: number): void => {
    held.release(before);
    bell.ring();
  };
  const begin = (position: string | null): number => {
    release(numberIn(position, name));
    taken.end = held.first();
    return taken.end;
  };
  return {
    remembers: false,
    async *batches({ resume, signal }): AsyncGenerator<Batch> {
      readers += 1;
      const reader = readers;
      bell.ring();
      isRetaken = true;
      let next = 0;
      while (!signal.aborted && reader === readers) {
        if (isRetaken) {
          isRetaken = false;
          next = begin(await resume(partition));
        }
        const shipments = held.from(next, most);
        const end = next + shipments.length;
        [next, taken.end] = [end, end];
        const done = async (): Promise<void> => release(end);
        if (shipments.length === 0) await bell.heard(signal);
        else yield { partition, shipments, waiting: held.end() - end, position: `${name} ${end}`, done };
      }
    },
    retake: () => {
      isRetaken = true;
      bell.ring();
    },
  };
}

/** Of the next shipment; 0: the position is of another bus. */
function numberIn(position: string | null, name: string): number {
  const [bus, number] = position?.split(" ") ?? [];
  return bus === name ? Number(number) : 0;
}
