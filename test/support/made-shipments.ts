import type { Shipment, ShippedSlice, SourceReport } from "../../collectors/contract/index.ts";

/** Of a `madeSlice`, unless said otherwise. */
export const shipmentBytes = 10_000;

export function madeSlice(
  host: string,
  number: number,
  context: string = "",
  length: number = shipmentBytes,
): ShippedSlice {
  const file = {
    id: `${host}-file`,
    host,
    path: `${host}/a.log`,
    format: "iis-w3c",
    encoding: "utf-8",
    modifiedAt: null,
  } as const;
  const bytes = new Uint8Array(length).fill(number);
  return {
    type: "slice",
    source: "a.log",
    slice: { file, offset: number * shipmentBytes, bytes, end: false },
    context,
    readAt: number,
    floor: null,
  };
}

export function madeReport(host: string, number: number): SourceReport {
  const source = {
    name: "a.log",
    format: "iis-w3c",
    condition: "current",
    detail: "",
    files: 1,
    bytesShipped: 5,
    bytesBehind: 0,
    changedAt: 7,
  } as const;
  return { type: "sources", host, readAt: number, sources: [source] };
}

/** Host and number, as they were made. */
export function nameOf(shipment: Shipment): string {
  const host = shipment.type === "slice" ? shipment.slice.file.host : shipment.host;
  return `${host}/${shipment.readAt}`;
}

export function bytesOf(shipment: Shipment): number {
  return shipment.type === "slice" ? shipment.slice.bytes.length : 0;
}
