import type {
  Format,
  Shipment,
  ShippedSlice,
  SourceFile,
  SourceState,
} from "../../collectors/contract/index.ts";

/** Shipments as a collector makes them, for tests that say only what matters to them. */
export function sourceFile(id: string, format: Format, host = "ndes01"): SourceFile {
  const encoding = format === "evtx" ? "binary" : "utf-8";
  return { id, host, path: `${host}/${id}`, format, encoding, modifiedAt: null };
}

export function shippedSlice(
  file: SourceFile,
  offset: number,
  text: string,
  more: Partial<Omit<ShippedSlice, "slice" | "type">> & { readonly end?: boolean } = {},
): ShippedSlice {
  const { end = false, ...rest } = more;
  const slice = { file, offset, bytes: Buffer.from(text), end };
  return { type: "slice", source: file.format, context: "", readAt: 0, floor: null, ...rest, slice };
}

export function sourceReport(
  host: string,
  readAt: number,
  sources: readonly Partial<SourceState>[],
): Shipment {
  return { type: "sources", host, readAt, sources: sources.map((source) => ({ ...quiet, ...source })) };
}

const quiet: SourceState = {
  name: "iis",
  format: "iis-w3c",
  condition: "current",
  detail: "",
  files: 1,
  bytesShipped: 0,
  bytesBehind: 0,
  changedAt: null,
};
