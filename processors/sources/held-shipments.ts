import type { Shipment } from "../../collectors/contract/index.ts";

/** Shipments in order, each with its number, until they are let go. */
export interface HeldShipments {
  readonly bytes: () => number;
  /** Number of the first that is held; of the next, when none is. */
  readonly first: () => number;
  /** Number of the one that comes next. */
  readonly end: () => number;
  add(shipment: Shipment): void;
  /** The next ones from this number on: at least one if there is one, at most so many bytes and pieces. */
  from(number: number, limits: { readonly bytesMax: number; readonly shipmentsMax: number }): Shipment[];
  /** Lets go of all before this number. */
  release(before: number): void;
}

export function createHeldShipments(): HeldShipments {
  const queue: { readonly shipment: Shipment; readonly bytes: number }[] = [];
  let [first, bytes] = [0, 0];
  return {
    bytes: () => bytes,
    first: () => first,
    end: () => first + queue.length,
    add: (shipment) => {
      const size = sizeOf(shipment);
      queue.push({ shipment, bytes: size });
      bytes += size;
    },
    from: (number, { bytesMax, shipmentsMax }) => {
      const taken: Shipment[] = [];
      let room = bytesMax;
      for (let index = number - first; index < queue.length && taken.length < shipmentsMax; index += 1) {
        const next = queue[index];
        if (next === undefined || (taken.length > 0 && next.bytes > room)) break;
        room -= next.bytes;
        taken.push(next.shipment);
      }
      return taken;
    },
    release: (before) => {
      const gone = queue.splice(0, Math.max(0, before - first));
      for (const one of gone) bytes -= one.bytes;
      first += gone.length;
    },
  };
}

/** What an object, and a source in a report, takes besides its bytes: about so much. */
const objectBytes = 512;

/** In memory, about. */
export function sizeOf(shipment: Shipment): number {
  return shipment.type === "slice"
    ? objectBytes + shipment.slice.bytes.length + 2 * shipment.context.length
    : objectBytes * (1 + shipment.sources.length);
}
