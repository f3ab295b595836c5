import type { AnalyzeCost } from "./analyze-runs.ts";
import { isMet, recordsPerCpuMs, storeRate } from "./goals.ts";
import type { Goal } from "./goals.ts";
import type { ProfileShares } from "./measure-profile.ts";
import type { PeerCost, Peers } from "./peers.ts";
import type { RecordSpeed } from "./records.ts";
import { figure, ratio } from "./table.ts";
import type { StoreSpeed } from "./store.ts";
import type { Table } from "./table.ts";

export function recordsTable(speeds: readonly RecordSpeed[]): Table {
  return {
    title: "Records: from bytes in memory to typed records",
    columns: ["format", "k records/s", "MB/s", "k records/CPU s", "bytes/record"],
    rows: speeds.map((speed) => [
      speed.format,
      figure(speed.recordsPerSecond / 1000),
      figure(speed.megabytesPerSecond),
      figure(speed.recordsPerCpuSecond / 1000),
      figure(speed.bytes / speed.records),
    ]),
    notes: [
      "Each format in its own process, 200,000 records, the best of five passes. A CPU second counts all threads.",
    ],
  };
}

/** Ratios are of processor time per record, to the first row. */
export function analyzeTable(costs: readonly AnalyzeCost[]): Table {
  const [first] = costs;
  return {
    title: "scepscope analyze, as a process",
    columns: [
      "bundle",
      "records",
      "MB",
      "s",
      "CPU s",
      "k records/CPU s",
      "CPU ms/MB",
      "peak MB",
      "written MB",
      "per record, x",
    ],
    rows: costs.map((cost) => [
      cost.what,
      String(cost.records),
      figure(cost.bytes / 1e6),
      figure(cost.wallMs / 1000),
      figure(cost.cpuMs === null ? null : cost.cpuMs / 1000),
      figure(recordsPerCpuMs(cost)),
      figure(ratio(cost.cpuMs, cost.bytes / 1e6)),
      figure(cost.rssBytes === null ? null : cost.rssBytes / 1e6),
      figure(cost.outputBytes / 1e6),
      figure(ratio(recordsPerCpuMs(first), recordsPerCpuMs(cost))),
    ]),
    notes: [
      `The start of the process is included. Median of ${first?.runs ?? 1} runs up to 100 MB, one run above. Last column: processor time per record, first row = 1.`,
    ],
  };
}

export function storeTable(speeds: readonly StoreSpeed[]): Table {
  return {
    title: "The SQLite store, beside the store in memory",
    columns: [
      "requests",
      "k/s",
      "CPU us each",
      "in memory",
      "pipeline",
      "rate, x memory",
      "lookup ms",
      "p99 ms",
      "bulk p99 ms",
      "blocked ms",
      "summary ms",
      "bytes each",
      "open ms",
    ],
    rows: speeds.map((speed) => [
      String(speed.requests),
      figure(speed.requestsPerSecond / 1000),
      figure(speed.sqliteUs),
      figure(speed.memoryUs),
      figure(speed.pipelineUs),
      figure(storeRate(speed)),
      figure(speed.lookupMedianMs),
      figure(speed.lookupP99Ms),
      figure(speed.bulkP99Ms),
      figure(speed.blockedMs),
      figure(speed.summaryMs),
      figure(speed.bytesPerRequest),
      figure(speed.openMs),
    ]),
    notes: [
      "Commits of 100 final requests with all their records. Pipeline: reading, observing and binding them. Rate: pipeline and SQLite, against pipeline and memory,",
      "per CPU second. Lookups by key from the moment when they were due, while a thousand requests a second are committed; bulk: while commits follow each",
      "other without a pause; blocked: the longest then that nothing else had its turn.",
    ],
  };
}

export function goalsTable(goals: readonly Goal[]): Table {
  return {
    title: "What was asked for",
    columns: ["", "wanted", "measured", "unit", "ratio", ""],
    rows: goals.map((goal) => [
      goal.what,
      `${goal.direction} ${goal.wanted}`,
      figure(goal.measured),
      goal.unit,
      figure(ratio(goal.measured, goal.wanted)),
      verdict(isMet(goal)),
    ]),
    notes: [],
  };
}

function verdict(met: boolean | null): string {
  return met === null ? "not measured in this run" : met ? "met" : "MISSED";
}

export function profileTable(profiles: readonly ProfileShares[]): Table {
  const parts = [...new Set(profiles.flatMap(({ shares }) => [...shares.keys()]))];
  return {
    title: "Where the time of analyze goes, in percent (100 MB, text)",
    columns: ["part", ...profiles.map(({ name }) => name)],
    rows: parts.map((part) => [
      part,
      ...profiles.map(({ shares }) => ((shares.get(part) ?? 0) * 100).toFixed(1)),
    ]),
    notes: [
      "Own time of each part by samples of 1 ms; Node and libraries count for the part that called them. command: start, options, reading ahead.",
    ],
  };
}

/** Ratios are to `wc -l`. */
export function peersTable({ rows, bytes, costs }: Peers): Table {
  const [physical] = costs;
  return {
    title: `The same access log for all: ${rows} rows, ${figure(bytes / 1e6)} MB`,
    columns: ["program", "ms", "CPU ms", "k rows/s", "k rows/CPU s", "peak MB", "of wc -l, x", ""],
    rows: costs.map((cost) => peerRow(cost, rows, physical)),
    notes: ["The start of each process is included, but for the reader. Median of three."],
  };
}

function peerRow(
  { what, wallMs, cpuMs, rssBytes, note }: PeerCost,
  rows: number,
  physical: PeerCost | undefined,
): readonly string[] {
  return [
    what,
    figure(wallMs),
    figure(cpuMs),
    figure(ratio(rows, wallMs)),
    figure(ratio(rows, cpuMs)),
    figure(rssBytes === null ? null : rssBytes / 1e6),
    figure(ratio(wallMs, physical?.wallMs ?? null)),
    note,
  ];
}
