import type { HostSource } from "../../processors/contract/index.ts";

/** A source of which nothing is to be told but what a test names. */
export function hostSource(parts: Partial<HostSource> = {}): HostSource {
  return {
    name: "IIS",
    format: "iis-w3c",
    condition: "current",
    detail: "",
    files: 1,
    bytesShipped: 0,
    bytesBehind: 0,
    changedAt: null,
    records: 0,
    rejected: 0,
    gapBytes: 0,
    duplicateBytes: 0,
    late: 0,
    eventAt: null,
    ...parts,
  };
}
