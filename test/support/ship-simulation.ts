import type { Shipment, ShippedSlice, SourceFile, SourceReport } from "../../collectors/contract/index.ts";
import { sniff } from "../../collectors/index.ts";
import { firstStamp } from "../../processors/index.ts";
import type { Simulation, SimulatedFile } from "../simulation/index.ts";

/** Bytes of a slice, and the zone of the servers' local clocks. */
export interface Shipping {
  readonly sliceBytes: number;
}

/**
 * Simulated logs as a collector ships a backlog: slices in order of event time, then a report that everything is shipped, looked at long after the last
 * record.
 */
export function shipSimulation(simulation: Simulation, { sliceBytes }: Shipping): Shipment[] {
  const readAt = simulation.collectedAt + 4 * 24 * 3_600_000;
  const slices = simulation.files.flatMap((file) => slicesOf(file, { sliceBytes, readAt }));
  slices.sort((a, b) => (a.floor ?? 0) - (b.floor ?? 0));
  return [...slices, ...reports(readAt, slices)];
}

function slicesOf(
  simulated: SimulatedFile,
  { sliceBytes, readAt }: Shipping & { readonly readAt: number },
): ShippedSlice[] {
  const file = sourceOf(simulated);
  if (file === null) return [];
  const slices: ShippedSlice[] = [];
  let floor: number | null = null;
  for (let offset = 0; offset < simulated.bytes.length; offset += sliceBytes) {
    const bytes = simulated.bytes.subarray(offset, offset + sliceBytes);
    const slice = { file, offset, bytes, end: offset + sliceBytes >= simulated.bytes.length };
    const stamp = firstStamp(slice);
    // The record that the cut divides is older than the first stamp behind it.
    const before: number | null = floor;
    floor = stamp ?? floor;
    slices.push({
      type: "slice",
      slice,
      source: folderOf(file),
      context: "",
      readAt,
      floor: before ?? floor,
    });
  }
  return slices;
}

function sourceOf({ path, bytes, modifiedAt }: SimulatedFile): SourceFile | null {
  const sniffed = sniff(bytes.subarray(0, 65_536), path);
  const [top = "", second = ""] = path.split("/");
  const host = (top === "devices" ? second : top).toLowerCase();
  return sniffed === null ? null : { id: path, host, path, ...sniffed, modifiedAt };
}

function folderOf({ path }: SourceFile): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function reports(readAt: number, slices: readonly ShippedSlice[]): SourceReport[] {
  const hosts = Map.groupBy(slices, ({ slice }) => slice.file.host);
  return [...hosts].map(([host, own]) => {
    const names = new Map(own.map(({ source, slice }) => [source, slice.file.format]));
    const sources = [...names].map(([name, format]) => ({
      name,
      format,
      condition: "current" as const,
      detail: "",
      files: 1,
      bytesShipped: 0,
      bytesBehind: 0,
      changedAt: null,
    }));
    return { type: "sources", host, readAt, sources };
  });
}
