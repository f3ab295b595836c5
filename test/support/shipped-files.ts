import type { Shipment } from "../../collectors/contract/index.ts";

/** What of each file has arrived, as a processor takes it: repeats are dropped, and what is ahead of its turn is a gap. */
export interface ShippedFiles {
  take(shipments: readonly Shipment[]): void;
  /** By host and path. */
  text(host: string, path: string): string;
  bytes(): number;
  repeats(): number;
}

export function createShippedFiles(): ShippedFiles {
  const files = new Map<string, { readonly parts: Buffer[]; next: number; readonly name: string }>();
  let repeats = 0;
  const takeOne = (shipment: Shipment): void => {
    if (shipment.type !== "slice") return;
    const { file, offset, bytes } = shipment.slice;
    const known = files.get(file.id) ?? { parts: [], next: 0, name: `${file.host} ${file.path}` };
    files.set(file.id, known);
    if (offset > known.next) throw new Error(`a gap in ${known.name}: ${offset} came for ${known.next}`);
    const fresh = bytes.subarray(Math.min(bytes.length, known.next - offset));
    if (fresh.length < bytes.length) repeats += 1;
    known.parts.push(Buffer.from(fresh));
    known.next += fresh.length;
  };
  return {
    take: (shipments) => shipments.forEach(takeOne),
    text: (host, path) => {
      const own = [...files.values()].filter(({ name }) => name === `${host} ${path}`);
      return own.map(({ parts }) => Buffer.concat(parts).toString("utf8")).join("");
    },
    bytes: () => [...files.values()].reduce((sum, { next }) => sum + next, 0),
    repeats: () => repeats,
  };
}
