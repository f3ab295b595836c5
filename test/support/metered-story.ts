import type { Shipment, ShippedSlice, SourceReport } from "../../collectors/contract/index.ts";
import { sniff } from "../../collectors/index.ts";
import type { HostView } from "../../processors/contract/index.ts";
import { createPartition } from "../../processors/partition/index.ts";
import type { Partition } from "../../processors/partition/index.ts";
import { createFleet, createLayout } from "../simulation/index.ts";
import type { Scenario } from "../simulation/index.ts";
import { expose } from "./metered.ts";
import { expositionLines, seriesOf } from "./exposition-lines.ts";
import type { Line } from "./exposition-lines.ts";
import { optionsFor } from "./live-partition.ts";

export interface Watching {
  readonly minutes: number;
  readonly seed: number;
  /** Whether a host's collector reports in this minute, and whether its logs are there. */
  readonly isHeard?: (host: string, minute: number) => boolean;
  readonly isThere?: (host: string, minute: number) => boolean;
}

/** A series as promtool takes it: a sample a minute. */
export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

/**
 * What Prometheus would have scraped once a minute while a simulated fleet is followed live: its logs go through a real partition, hours of them in seconds. Time
 * stamps are moved so that the story begins at 0, as promtool's clock does.
 */
export async function meterStory(scenario: Scenario, watching: Watching): Promise<readonly InputSeries[]> {
  const { minutes, seed } = watching;
  const partition = createPartition(optionsFor({ scenario } as Parameters<typeof optionsFor>[0]), null);
  const disk = createDisk(scenario, seed);
  const hosts = new Map<string, HostView>();
  const samples = new Map<string, { readonly line: Line; readonly values: (number | null)[] }>();
  for (let minute = 0; minute <= minutes; minute += 1) {
    const now = scenario.startAt + minute * 60_000;
    partition.take(disk.shipments(now, minute, watching));
    commit(partition, now, hosts);
    const { text } = await expose(partition.metrics, "text", viewOf(partition, now, hosts));
    for (const line of expositionLines(text)) {
      const key = seriesOf(line);
      const known = samples.get(key) ?? { line, values: [] };
      samples.set(key, known);
      while (known.values.length < minute) known.values.push(null);
      known.values.push(
        line.name.endsWith("_timestamp_seconds") ? line.value - scenario.startAt / 1000 : line.value,
      );
    }
  }
  return [...samples.values()]
    .filter(({ line }) => !/^scepscope_(?:process|nodejs)_/.test(line.name))
    .filter(({ values }) => values.some((value) => value !== 0))
    .map(({ line, values }) => ({
      series: nameOf(line),
      values: values.map((value) => value ?? "_").join(" "),
    }));
}

interface Disk {
  shipments(now: number, minute: number, watching: Watching): readonly Shipment[];
}

interface OpenFile {
  readonly host: string;
  readonly source: string;
  readonly format: NonNullable<ReturnType<typeof sniff>>["format"];
  readonly encoding: NonNullable<ReturnType<typeof sniff>>["encoding"];
  /** Not shipped yet. */
  text: string;
  shipped: number;
  at: number;
}

/** Logs as they grow, and what a collector has not shipped of them yet. */
function createDisk(scenario: Scenario, seed: number): Disk {
  const fleet = createFleet(scenario, seed);
  const layout = createLayout(scenario);
  const files = new Map<string, OpenFile>();
  let next = fleet.writes.next();
  const write = (until: number): void => {
    for (; next.done !== true && next.value.at <= until; next = fleet.writes.next()) {
      const { path, before, text, after } = layout(next.value);
      const known = files.get(path);
      const added = before + text + after;
      if (known === undefined) openFile(files, path, { text: added, at: next.value.stamp });
      else Object.assign(known, { text: known.text + added, at: next.value.stamp });
    }
  };
  return {
    shipments: (now, minute, { isHeard = always, isThere = always }) => {
      write(now);
      const shipments: Shipment[] = [];
      for (const [path, file] of files)
        if (isHeard(file.host, minute) && isThere(file.host, minute))
          shipments.push(...shipped(path, file, now));
      const reported = new Set([...files.values()].map(({ host }) => host));
      for (const host of reported)
        if (isHeard(host, minute))
          shipments.push(reportOf(host, [...files.values()], { now, isThere: isThere(host, minute) }));
      return shipments;
    },
  };
}

const always = (): boolean => true;

function openFile(
  files: Map<string, OpenFile>,
  path: string,
  { text, at }: { readonly text: string; readonly at: number },
): void {
  const sniffed = sniff(Buffer.from(text), path);
  if (sniffed === null) return;
  const [host = ""] = path.split("/");
  files.set(path, { host, source: path.slice(0, path.lastIndexOf("/")), ...sniffed, text, shipped: 0, at });
}

function shipped(path: string, file: OpenFile, now: number): readonly ShippedSlice[] {
  if (file.text === "") return [];
  const bytes = Buffer.from(file.text);
  const offset = file.shipped;
  Object.assign(file, { text: "", shipped: offset + bytes.length });
  const { host, format, encoding, source, at } = file;
  const slice = {
    file: { id: path, host, path, format, encoding, modifiedAt: at },
    offset,
    bytes,
    end: false,
  };
  return [{ type: "slice", slice, source, context: "", readAt: now, floor: null }];
}

function reportOf(
  host: string,
  files: readonly OpenFile[],
  { now, isThere }: { readonly now: number; readonly isThere: boolean },
): SourceReport {
  const own = new Map(
    files.filter((file) => file.host === host).map(({ source, format }) => [source, format]),
  );
  const sources = [...own].map(([name, format]) => ({
    name,
    format,
    condition: isThere ? ("current" as const) : ("missing" as const),
    detail: "",
    files: 1,
    bytesShipped: 0,
    bytesBehind: 0,
    changedAt: null,
  }));
  return { type: "sources", host, readAt: now, sources };
}

function commit(partition: Partition, now: number, hosts: Map<string, HostView>): void {
  for (let isMore = true; isMore;) {
    const shown = partition.show(now);
    for (const view of shown.commit.hosts) hosts.set(view.host, view);
    ({ isMore } = shown);
  }
  for (const view of partition.decided(now).hosts) hosts.set(view.host, view);
  partition.metrics.save();
  partition.metrics.committed(2);
}

function viewOf(
  partition: Partition,
  now: number,
  hosts: ReadonlyMap<string, HostView>,
): Parameters<Partition["metrics"]["look"]>[0] {
  return {
    provisional: [...partition.provisional()].map(({ request, claim }) => ({
      host: request.host,
      isDevice: request.evidence.every(({ observation }) => observation.writer.endsWith("-device")),
      outcome: request.outcome,
      stageReached: request.stageReached,
      startedAt: request.startedAt,
      endedAt: request.endedAt,
      cause: claim?.cause.id ?? null,
    })),
    hosts: [...hosts.values()],
    health: { busBytes: 0, checkpointAt: now, stateBytes: 1, ...partition.health() },
  };
}

function nameOf({ name, labels }: Line): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(",")}}`;
}
