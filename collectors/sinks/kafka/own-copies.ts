import type { Shipment } from "../../contract/index.ts";

export interface OwnCopies {
  readonly shipments: readonly Shipment[];
  /** Nobody reads them any more: large ones go at once. Garbage collection would begin only with 64 MB of them. */
  giveBack(): void;
}

/** Shipments in memory of their own: what they were read to is the collector's again when it gives up waiting, and the client of Kafka may then still have them in hand. */
export function ownCopies(shipments: readonly Shipment[]): OwnCopies {
  const large: ArrayBuffer[] = [];
  const copied = (bytes: Uint8Array): Uint8Array => {
    if (bytes.length < largeBytesMin) return Buffer.from(bytes);
    const own = Buffer.allocUnsafeSlow(bytes.length);
    own.set(bytes);
    large.push(own.buffer);
    return own;
  };
  return {
    shipments: shipments.map((shipment) => {
      if (shipment.type === "sources") return shipment;
      const { slice } = shipment;
      return { ...shipment, slice: { ...slice, bytes: copied(slice.bytes) } };
    }),
    giveBack: () => {
      for (const buffer of large.splice(0)) buffer.transfer(0);
    },
  };
}

const largeBytesMin = 65_536;
