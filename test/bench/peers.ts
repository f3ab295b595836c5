import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { runAnalyze } from "./analyze-runs.ts";
import { median, medianKnown } from "./median.ts";
import type { RecordSpeed } from "./records.ts";
import { runNode, runProgram } from "./run-measured.ts";
import type { MeasuredRun } from "./run-measured.ts";

export interface PeerCost {
  readonly what: string;
  readonly wallMs: number | null;
  readonly cpuMs: number | null;
  readonly rssBytes: number | null;
  readonly note: string;
}

export interface Peers {
  readonly rows: number;
  readonly bytes: number;
  readonly costs: readonly PeerCost[];
}

/** The same access log for everybody: what the disk and the C library can do, a peer, and us. Each the median of `runs`. */
export async function measurePeers(
  log: string,
  { runs, step }: { readonly runs: number; readonly step: (what: string) => void },
): Promise<Peers> {
  const count = await runProgram("wc", ["-l", log]);
  const rows = count === null ? countLines(log) : Number.parseInt(count.output, 10);
  const out = join(dirname(log), "peer.json");
  const repeat = (what: string, once: () => Promise<MeasuredRun | null>): Promise<PeerCost> => {
    step(`${what} on ${rows} rows`);
    return costOf(what, runs, once);
  };
  const costs = [
    await repeat("wc -l", () => runProgram("wc", ["-l", log])),
    await repeat("grep -c", () => runProgram("grep", ["-c", "PKIOperation", log])),
    await readerCost(log, step),
    await repeat("scepscope analyze", () => runAnalyze(log, { outFile: out })),
    await goaccessCost(log, out, repeat),
  ];
  return { rows, bytes: statSync(log).size, costs };
}

function countLines(log: string): number {
  return readFileSync(log, "latin1").split("\n").length - 1;
}

async function costOf(
  what: string,
  runs: number,
  once: () => Promise<MeasuredRun | null>,
): Promise<PeerCost> {
  const costs: MeasuredRun[] = [];
  for (let run = 0; run < runs; run += 1) {
    const cost = await once();
    if (cost === null) return absent(what, "not there");
    costs.push(cost);
  }
  return {
    what,
    wallMs: median(costs.map(({ wallMs }) => wallMs)),
    cpuMs: medianKnown(costs.map(({ cpuMs }) => cpuMs)),
    rssBytes: medianKnown(costs.map(({ rssBytes }) => rssBytes)),
    note: "",
  };
}

function absent(what: string, note: string): PeerCost {
  return { what, wallMs: null, cpuMs: null, rssBytes: null, note };
}

/** Our reader on bytes in memory, warm: without the start of a process and without what follows it. */
async function readerCost(log: string, step: (what: string) => void): Promise<PeerCost> {
  const what = "scepscope reader alone";
  step(what);
  const run = await runNode([records, "--json", "--file", log]);
  if (run?.exitCode !== 0) throw new Error(`The reader was not measured: ${run?.complaint}`);
  const [speed]: RecordSpeed[] = JSON.parse(run.output);
  if (speed === undefined) return absent(what, "nothing was read");
  return {
    what,
    wallMs: (speed.records / speed.recordsPerSecond) * 1000,
    cpuMs: (speed.records / speed.recordsPerCpuSecond) * 1000,
    rssBytes: run.rssBytes,
    note: "from memory, warm; its memory holds the whole file",
  };
}

const records: string = fileURLToPath(new URL("./records.ts", import.meta.url));

/** goaccess reads the log to a report of its own, in JSON. */
async function goaccessCost(
  log: string,
  out: string,
  repeat: (what: string, once: () => Promise<MeasuredRun | null>) => Promise<PeerCost>,
): Promise<PeerCost> {
  const args = [log, "--log-format=W3C", "--no-global-config", "--no-progress", "-o", out];
  const run = (): Promise<MeasuredRun | null> => runProgram("goaccess", args);
  if ((await runProgram("goaccess", ["--version"])) === null && !(await installGoaccess())) {
    return absent("goaccess", "not there: apt-get install goaccess");
  }
  const cost = await repeat("goaccess", run);
  return cost.wallMs === null ? cost : { ...cost, note: unreadRows(out) };
}

/** Where we may: as root, on a system with apt. */
async function installGoaccess(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  process.stderr.write("goaccess is not there: installing it with apt-get\n");
  const install = ["install", "-y", "--no-install-recommends", "goaccess"];
  const first = await runProgram("apt-get", install);
  if (first?.exitCode === 0) return true;
  if (first === null || (await runProgram("apt-get", ["update"]))?.exitCode !== 0) return false;
  return (await runProgram("apt-get", install))?.exitCode === 0;
}

/** How many rows the peer could not read: work that it did not do. */
function unreadRows(report: string): string {
  const { general } = JSON.parse(readFileSync(report, "utf8"));
  const failed = Number(general.failed_requests);
  return failed > 0 ? `could not read ${failed} of ${Number(general.total_requests)} rows` : "";
}
