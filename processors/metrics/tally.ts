import { serverFormats } from "../../collectors/contract/index.ts";
import type { Format } from "../../collectors/contract/index.ts";
import { hostMetrics, readMetrics } from "../contract/metrics.ts";
import type { Claim, Observation, RejectReason, Request, Writer } from "../contract/index.ts";
import { countings } from "./count-record.ts";
import { observeFile } from "./processing-files.ts";
import { addTo } from "./row.ts";
import type { Row } from "./row.ts";
import { createRows, fleetLayout, hostLayout } from "./rows.ts";
import type { Rows } from "./rows.ts";
import { restoreRows, saveRows, showRows } from "./saved.ts";
import { settleInto } from "./settle.ts";

/**
 * Totals as state: what was counted of each host.
 *
 * Crash, replay: `save` gives what changed, to be kept in one checkpoint with the cursors; what was counted since comes again with its records. So a total counts
 * each record once, and never goes back. Overload: memory is `hostsMax` rows of a fixed size and, for each, a bounded list of files.
 */
export interface Tally {
  observe(observation: Observation): void;
  /** A request as it finally is. */
  settle(request: Request, claim: Claim | null): void;
  reject(host: string, format: Format, reason: RejectReason): void;
  /** What was read of a source since the last time. */
  source(host: string, format: Format, read: SourceCounts): void;
  /** Pieces that changed since the last call, by name: plain graphs, to be kept under these names. */
  save(): ReadonlyMap<string, SavedPiece>;
  /** What the last `save` gave is kept. Only from here on it is shown. */
  committed(): void;
  readonly fleet: Row;
  readonly hosts: ReadonlyMap<string, Row>;
  /** How a host is called in gauges; `isDevice`: nothing of a server is known of it. */
  labelOf(host: string, isDevice: boolean): string;
}

/** Absent: none. */
export interface SourceCounts {
  readonly bytes?: number;
  readonly records?: number;
  readonly gapBytes?: number;
  readonly duplicateBytes?: number;
  readonly late?: number;
}

/** Numbers, texts and null in maps: survives `structuredClone` and `v8.serialize`. */
export type SavedPiece = ReadonlyMap<string, unknown>;

export interface TallyLimits {
  /** Hosts with a label of their own. */
  readonly hostsMax: number;
  /** Files in Processing that are told apart, per host. */
  readonly filesMax: number;
}

export const defaultTallyLimits: TallyLimits = { hostsMax: 1000, filesMax: 50_000 };

/** `saved`: all pieces that were kept, for a tally that goes on where an earlier one ended. */
export function createTally(
  saved: ReadonlyMap<string, SavedPiece> = new Map(),
  { hostsMax, filesMax }: TallyLimits = defaultTallyLimits,
): Tally {
  const rows = createRows(hostsMax);
  restoreRows(rows, saved);
  return {
    observe: (observation) => {
      const counting = countings.get(observation.kind);
      if (counting !== undefined) {
        const row = rows.of(observation.host);
        for (const place of counting(observation)) if (place !== undefined) addTo(row, place);
        noteServer(row, observation.writer);
        if (observation.facts.notAfter !== undefined) noteExpiry(row, observation);
      } else if (observation.kind === "report.status-file") {
        const row = rows.of(observation.host);
        noteServer(row, observation.writer);
        if (!observeFile(row.files, observation, filesMax)) addTo(row, untracked);
      } else if (observation.kind === "host.events-lost") addLoss(rows.of(observation.host), observation);
    },
    settle: (request, claim) => {
      const row = isOfDevice(request) ? rows.ofDevice(request.host) : rows.of(request.host);
      settleInto(row, rows.fleet, { request, cause: claim?.cause.id ?? "none" });
    },
    reject: (host, format, reason) => {
      addTo(rowOf(rows, host, format), hostLayout.place(readMetrics.rejected, reason));
      addTo(rows.fleet, fleetLayout.place(readMetrics.rejectedFormats, format));
    },
    source: (host, format, read) => addSource(rowOf(rows, host, format), format, read),
    save: () => saveRows(rows),
    committed: () => showRows(rows),
    fleet: rows.fleet,
    hosts: rows.hosts,
    labelOf: (host, isDevice) => rows.label(host, isDevice),
  };
}

const untracked = hostLayout.place(hostMetrics.processingUntracked);

/** One is counted by how many records it is of, the other by how often it was. */
function addLoss(row: Row, { facts: { eventId, count } }: Observation): void {
  if (eventId === 2) addTo(row, clearedLogs);
  else addTo(row, lostEvents, count ?? 0);
}

const lostEvents = hostLayout.place(readMetrics.lostEvents);
const clearedLogs = hostLayout.place(readMetrics.clearedLogs);

const deviceWriters: ReadonlySet<Writer> = new Set([
  "windows-device",
  "android-device",
  "apple-device",
  "other",
]);

function noteServer(row: Row, writer: Writer): void {
  if (row.isServer || deviceWriters.has(writer)) return;
  row.isServer = true;
  row.isChanged = true;
}

function noteExpiry(row: Row, { kind, facts }: Observation): void {
  if (facts.notAfter === undefined) return;
  row.expiries.set(kind === "host.connector-event" ? "connector" : "issued", facts.notAfter);
}

/** Its host is a device: no server that it called tells of it. A CA does not name that one. */
export function isOfDevice({ evidence }: Pick<Request, "evidence">): boolean {
  return (
    evidence.length > 0 &&
    evidence.every(({ observation: { writer } }) => writer === "ca" || deviceWriters.has(writer))
  );
}

/** Formats that only devices write; events are written by servers, too. */
const deviceFormats: ReadonlySet<Format> = new Set(["omadm", "console"]);

function rowOf(rows: Rows, host: string, format: Format): Row {
  return deviceFormats.has(format) ? rows.ofDevice(host) : rows.of(host);
}

function addSource(row: Row, format: Format, read: SourceCounts): void {
  if (serverFormats.has(format)) row.isServer = true;
  row.formats.add(format);
  row.isChanged = true;
  for (const [metric, count] of [
    [readMetrics.bytes, read.bytes],
    [readMetrics.records, read.records],
    [readMetrics.gapBytes, read.gapBytes],
    [readMetrics.duplicateBytes, read.duplicateBytes],
    [readMetrics.late, read.late],
  ] as const) {
    if (count !== undefined && count > 0) addTo(row, hostLayout.place(metric, format), count);
  }
}
