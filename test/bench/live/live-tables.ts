import type { Goal } from "../goals.ts";
import { figure, ratio } from "../table.ts";
import type { Table } from "../table.ts";
import type { LiveCosts } from "./live.ts";

export function liveTables(costs: LiveCosts): readonly Table[] {
  return [latencyTable(costs.latencies), pacedTable(costs.paced), startTable(costs), pageTable(costs.pages)];
}

function pageTable(pages: LiveCosts["pages"]): Table {
  return {
    title: "Pages of the demo in Chromium",
    columns: ["page", "first paint ms", "worst", "KB"],
    rows: pages.map(({ page, paintMs, worstPaintMs, bytes }) => [
      page,
      figure(paintMs),
      figure(worstPaintMs),
      figure(bytes / 1000),
    ]),
    notes: [
      "Each with an empty cache, and with all that belongs to it. The demo, its page and the browser share the cores.",
    ],
  };
}

function latencyTable(latencies: LiveCosts["latencies"]): Table {
  return {
    title: "up: from a line's write to its request in the API",
    columns: [
      "lines/s",
      "written/s",
      "hosts",
      "lines",
      "shown",
      "median ms",
      "p99 ms",
      "worst ms",
      "of a core",
      "us/line",
      "MB",
      "peak MB",
      "changes/s",
      "overflows",
    ],
    rows: latencies.map((cost) => [
      String(cost.linesPerSecond),
      figure(cost.writtenPerSecond),
      String(cost.hosts),
      String(cost.lines),
      String(cost.shown),
      figure(cost.medianMs),
      figure(cost.p99Ms),
      figure(cost.worstMs),
      figure(cost.cpuShare),
      figure(cost.cpuUsPerLine),
      figure(cost.rssBytes / 1e6),
      figure(cost.rssPeakBytes / 1e6),
      figure(cost.changesPerSecond),
      String(cost.overflows),
    ]),
    notes: [
      "Writer, up and reader are three processes; the reader follows the event stream and asks for each request of two hosts that has changed. From the moment when all",
      "writes of a step (20 ms) had returned. Lines: of these hosts, with a request in truth. Their p99 is that of calls that come seconds before the operation they lead to.",
    ],
  };
}

function pacedTable(paced: LiveCosts["paced"]): Table {
  return {
    title: "The processors and their store alone, on a clock of processor time",
    columns: [
      "lines/s",
      "hosts",
      "of a core",
      "take",
      "show",
      "keep",
      "state MB",
      "median ms",
      "p99 ms",
      "bound p99 ms",
      "shown",
      "decided per record",
    ],
    rows: paced.map((cost) => [
      String(cost.linesPerSecond),
      String(cost.hosts),
      figure(cost.share),
      figure(cost.takeShare),
      figure(cost.showShare),
      figure(cost.keepShare),
      figure(cost.stateBytes / 1e6),
      figure(cost.medianMs),
      figure(cost.p99Ms),
      figure(cost.boundP99Ms),
      figure(cost.shown),
      figure(cost.decidedPerRecord),
    ]),
    notes: [
      "What one core, left alone, would show: the clock stands still while others have the core. From a line's arrival to its request in the store. Bound: without the calls",
      "that come before their operation. Shown: of the records, those in a request at the end. Take: read, observe, bind. Show: what is provisional, with its commits. Keep: the state.",
    ],
  };
}

function startTable({ starts, idle, rsyslog }: LiveCosts): Table {
  return {
    title: "up on logs that are there already",
    columns: [
      "logs",
      "records",
      "files",
      "ready s",
      "CPU s",
      "k records/CPU s",
      "of analyze, x",
      "peak MB",
      "stop s",
      "restart s",
      "CPU s again",
    ],
    rows: starts.map((cost) => [
      cost.what,
      String(cost.records),
      String(cost.files),
      figure(cost.firstMs / 1000),
      figure(cost.firstCpuMs / 1000),
      figure(ratio(cost.records, cost.firstCpuMs)),
      figure(ratio(cost.analyzeCpuMs, cost.firstCpuMs)),
      figure(cost.backlogRssBytes / 1e6),
      figure(cost.stopMs / 1000),
      figure(cost.restartMs / 1000),
      figure(cost.restartCpuMs / 1000),
    ]),
    notes: [
      "The start of the process is included. Of analyze: its rate per CPU second on the same files is 1.",
      `At rest beside ${idle.files} quiet files: ${figure(idle.share * 100)} % of a core, ${figure(idle.rssBytes / 1e6)} MB.`,
      rsyslog === null
        ? "rsyslog is not there: apt-get install rsyslog"
        : `rsyslog (imfile to one file, the logs only, ${figure(rsyslog.bytes / 1e6)} MB): ${figure(rsyslog.wallMs / 1000)} s, ${figure(rsyslog.cpuMs / 1000)} CPU s, ${figure(rsyslog.rssBytes / 1e6)} MB.`,
    ],
  };
}

const million = 1e6;

export function liveGoals({ latencies, paced, starts, idle, pages }: LiveCosts): readonly Goal[] {
  const [busy] = latencies;
  const [pace] = paced;
  const [start] = starts;
  const atMost = (what: string, unit: string, wanted: number, measured: number | null | undefined): Goal => ({
    what,
    unit,
    wanted,
    direction: "at most",
    measured: measured ?? null,
  });
  return [
    atMost("line to its request, 5,000 lines/s, median", "ms", 250, busy?.medianMs),
    atMost("line to its request, 5,000 lines/s, p99", "ms", 1000, busy?.p99Ms),
    atMost("the same in processor time, without collectors and API, median", "ms", 250, pace?.medianMs),
    atMost(
      "first start with a million lines of history, in proportion",
      "s",
      10,
      start === undefined ? null : ((start.firstMs / 1000) * million) / start.records,
    ),
    atMost("restart", "s", 1, start === undefined ? null : start.restartMs / 1000),
    atMost("idle beside 200 quiet files", "% of a core", 1, idle.share * 100),
    atMost(
      "first paint of the slowest page of the demo",
      "ms",
      1000,
      Math.max(...pages.map(({ paintMs }) => paintMs)),
    ),
    atMost("its heaviest page", "KB", 100, Math.max(...pages.map(({ bytes }) => bytes / 1000))),
  ];
}
