import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BundleShelf } from "../bundle-shelf.ts";
import { runNode } from "../run-measured.ts";
import { measureIdle } from "./idle.ts";
import type { IdleCost } from "./idle.ts";
import { measureLatency } from "./latency.ts";
import type { LatencyCost } from "./latency.ts";
import type { PacedCost } from "./paced.ts";
import { measurePages } from "./page-speed.ts";
import type { PageCost } from "./page-speed.ts";
import { measureRsyslog } from "./rsyslog.ts";
import type { RsyslogCost } from "./rsyslog.ts";
import { measureStart } from "./starts.ts";
import type { StartCost } from "./starts.ts";

export interface LiveCosts {
  readonly latencies: readonly LatencyCost[];
  readonly paced: readonly PacedCost[];
  readonly starts: readonly StartCost[];
  readonly idle: IdleCost;
  readonly pages: readonly PageCost[];
  readonly rsyslog: RsyslogCost | null;
}

export interface LiveOptions {
  readonly folder: string;
  readonly shelf: BundleShelf;
  /** A history of a million lines; else a sixth of it. */
  readonly million: boolean;
  readonly step: (what: string) => void;
}

/** `up`, as processes of their own beside whoever writes and whoever reads: a minute and a half, without the writing of the bundle. */
export async function measureLive({ folder, shelf, million, step }: LiveOptions): Promise<LiveCosts> {
  const run = mkdtempSync(join(folder, "live-"));
  const bundle = await shelf.bundle("mix", million ? 600 : 100);
  try {
    const latencies: LatencyCost[] = [];
    for (const [linesPerSecond, hosts, seconds] of rates) {
      step(`following ${linesPerSecond} lines a second`);
      const spans = { warmUpMs: seconds * 500, measureMs: seconds * 1000 };
      latencies.push(await measureLatency({ folder: run, linesPerSecond, hosts, watchedHosts: 2, ...spans }));
    }
    const paced: PacedCost[] = [];
    for (const [linesPerSecond, hosts] of rates) {
      step(`pacing ${linesPerSecond} lines a second`);
      paced.push(await pacedIn([linesPerSecond, hosts, pacedSeconds]));
    }
    step("starting with a history");
    const starts = [await measureStart(bundle)];
    step("resting beside quiet files");
    const idle = await measureIdle(run, idleMs);
    step("pages of the demo in a browser");
    const pages = await measurePages();
    step("rsyslog on the same logs");
    return { latencies, paced, starts, idle, pages, rsyslog: await measureRsyslog(bundle) };
  } finally {
    rmSync(run, { recursive: true });
  }
}

const rates: readonly (readonly [linesPerSecond: number, hosts: number, seconds: number])[] = [
  [5000, 16, 10],
  [50, 2, 8],
];
const pacedSeconds = 15;
const idleMs = 6000;

async function pacedIn(args: readonly number[]): Promise<PacedCost> {
  const run = await runNode([pacedProgram, ...args.map(String)]);
  if (run?.exitCode !== 0) throw new Error(`the pace was not measured: ${run?.complaint}`);
  const cost: PacedCost = JSON.parse(run.output);
  return cost;
}

const pacedProgram: string = fileURLToPath(new URL("./paced.ts", import.meta.url));
