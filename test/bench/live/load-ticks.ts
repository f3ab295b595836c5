import type { Shipment, ShippedSlice, SourceFile, SourceReport } from "../../../collectors/contract/index.ts";
import { sniff } from "../../../collectors/index.ts";
import { busyFleet, steadily } from "../../../deploy/demo/busy-fleet.ts";
import { createFleet, createLayout } from "../../simulation/index.ts";
import type { Write } from "../../simulation/index.ts";

/** What a collector ships of a busy fleet, tick by tick: thought out beforehand, so that its making costs nothing while something is measured. */
export interface LoadTicks {
  readonly ticks: readonly { readonly at: number; readonly shipments: readonly Shipment[] }[];
  readonly records: number;
  /** When the bytes of a file up to `end` were there, ms UTC. */
  readonly writtenAt: (path: string, end: number) => number | null;
}

export interface Load {
  readonly linesPerSecond: number;
  readonly hosts: number;
  readonly seconds: number;
}

const tickMs = 100;
/** Records of a request, about. */
export const linesPerRequest = 26;
export const startAt: number = Date.UTC(2026, 10, 22, 10);

interface Growing {
  readonly file: SourceFile;
  readonly texts: string[];
  readonly steps: { readonly at: number; readonly end: number }[];
  offset: number;
}

export function createLoadTicks(load: Load): LoadTicks {
  const everyMs = (load.hosts * linesPerRequest * 1000) / load.linesPerSecond;
  const scenario = busyFleet(load.hosts, startAt, steadily(everyMs));
  const layout = createLayout(scenario);
  const files = new Map<string, Growing>();
  const ticks: LoadTicks["ticks"][number][] = [];
  let [records, at] = [0, startAt + tickMs];
  for (const write of createFleet(scenario, 1).writes) {
    if (write.at > startAt + load.seconds * 1000) break;
    for (; write.at > at; at += tickMs) ticks.push({ at, shipments: shipped(files, at) });
    // A status file that is moved is the same file.
    if (write.status !== undefined && write.status.state !== "Processing") continue;
    const { path, before, text, after } = layout(write);
    growing(files, path, { text: before + text + after, write }).texts.push(before + text + after);
    records += 1;
  }
  return {
    ticks,
    records,
    writtenAt: (path, end) => files.get(path)?.steps.find((step) => step.end >= end)?.at ?? null,
  };
}

function growing(
  files: Map<string, Growing>,
  path: string,
  { text, write }: { readonly text: string; readonly write: Write },
): Growing {
  const known = files.get(path);
  if (known !== undefined) return known;
  const sniffed = sniff(Buffer.from(text), path);
  if (sniffed === null) throw new Error(`nobody knows the format of ${path}`);
  const file = { id: path, host: write.folder, path, ...sniffed, modifiedAt: write.at };
  const made: Growing = { file, texts: [], steps: [], offset: 0 };
  files.set(path, made);
  return made;
}

/** What has grown, and behind it a report of each host that it is of. */
function shipped(files: ReadonlyMap<string, Growing>, at: number): Shipment[] {
  const slices: ShippedSlice[] = [];
  for (const one of files.values()) if (one.texts.length > 0) slices.push(sliceOf(one, at));
  const hosts = new Set(slices.map(({ slice }) => slice.file.host));
  return [...slices, ...[...hosts].map((host) => reportOf(files, host, at))];
}

function sliceOf(one: Growing, at: number): ShippedSlice {
  const bytes = Buffer.from(one.texts.splice(0).join(""));
  const { file, offset } = one;
  one.offset += bytes.length;
  one.steps.push({ at, end: one.offset });
  const end = file.format === "status-file";
  return {
    type: "slice",
    slice: { file, offset, bytes, end },
    source: sourceOf(file),
    context: "",
    readAt: at,
    floor: null,
  };
}

function sourceOf({ path }: SourceFile): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function reportOf(files: ReadonlyMap<string, Growing>, host: string, readAt: number): SourceReport {
  const own = [...files.values()].filter(({ file }) => file.host === host && file.format !== "status-file");
  const sources = own.map(({ file, offset }) => ({
    name: sourceOf(file),
    format: file.format,
    condition: "current" as const,
    detail: "",
    files: 1,
    bytesShipped: offset,
    bytesBehind: 0,
    changedAt: null,
  }));
  return { type: "sources", host, readAt, sources };
}
