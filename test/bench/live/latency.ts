import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { watchProcess } from "../run-measured.ts";
import { followRequests } from "./follow-requests.ts";
import type { Seen } from "./follow-requests.ts";
import type { Written } from "./load-writer.ts";
import { startUpProcess } from "./up-process.ts";
import type { Usage } from "./up-process.ts";

export interface LatencyOptions {
  readonly folder: string;
  readonly linesPerSecond: number;
  readonly hosts: number;
  /** Hosts whose requests are followed. */
  readonly watchedHosts: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  readonly nodeFlags?: readonly string[];
}

/** From a line's write to its request in the API. */
export interface LatencyCost {
  readonly linesPerSecond: number;
  readonly writtenPerSecond: number;
  readonly hosts: number;
  /** Lines of followed hosts that were written while it was measured, and those of them that a request had at the end. */
  readonly lines: number;
  readonly shown: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  /** Processor time of `up`, per second that passed, as a share of one core. */
  readonly cpuShare: number;
  readonly cpuUsPerLine: number;
  readonly rssBytes: number;
  readonly rssPeakBytes: number;
  readonly changesPerSecond: number;
  readonly askedPerSecond: number;
  readonly overflows: number;
}

/** Writer, `up` and reader are three processes. */
export async function measureLatency(options: LatencyOptions): Promise<LatencyCost> {
  const run = mkdtempSync(join(options.folder, "latency-"));
  const logsFolder = join(run, "logs");
  mkdirSync(logsFolder);
  const up = await startUpProcess({
    logsFolder,
    stateFolder: join(run, "state"),
    nodeFlags: options.nodeFlags ?? [],
  });
  const writer = startWriter(logsFolder, options);
  const hosts = new Set(
    Array.from({ length: options.watchedHosts }, (_, index) => `load${String(index + 1).padStart(2, "0")}`),
  );
  const follower = followRequests(up.url, hosts);
  await delay(options.warmUpMs);
  const [from, before] = [Date.now(), up.usage()];
  await delay(options.measureMs);
  const [until, after] = [Date.now(), up.usage()];
  await delay(graceMs);
  const counts = follower.counts();
  follower.stop();
  await writer.stop();
  await up.stop();
  rmSync(run, { recursive: true });
  return {
    ...costOf(options, { from, until, before, after }, writer.written, follower.seen),
    changesPerSecond: (counts.changes / (until - from + options.warmUpMs + graceMs)) * 1000,
    askedPerSecond: (counts.asked / (until - from + options.warmUpMs + graceMs)) * 1000,
    overflows: counts.overflows,
  };
}

/** Lines that were written last have so long to appear. */
const graceMs = 3000;

const program: string = fileURLToPath(new URL("./load-writer.ts", import.meta.url));

function startWriter(
  folder: string,
  { linesPerSecond, hosts, watchedHosts }: LatencyOptions,
): { readonly written: readonly Written[]; readonly stop: () => Promise<void> } {
  const args = [program, folder, linesPerSecond, hosts, watchedHosts].map(String);
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  watchProcess(child);
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const written: Written[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => void written.push(JSON.parse(line)));
  return {
    written,
    stop: async () => {
      child.kill("SIGTERM");
      await gone;
    },
  };
}

interface Span {
  readonly from: number;
  readonly until: number;
  readonly before: Usage;
  readonly after: Usage;
}

function costOf(
  { linesPerSecond, hosts }: LatencyOptions,
  { from, until, before, after }: Span,
  written: readonly Written[],
  seen: readonly Seen[],
): Omit<LatencyCost, "changesPerSecond" | "askedPerSecond" | "overflows"> {
  const inSpan = written.filter(({ at }) => at >= from && at < until);
  const records = inSpan.reduce((sum, one) => sum + one.records, 0);
  const waits = waitsOf(written, seen, { from, until });
  const cpuMs = after.cpuMs - before.cpuMs;
  const at = (share: number): number =>
    waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? Number.NaN;
  return {
    linesPerSecond,
    writtenPerSecond: (records / (until - from)) * 1000,
    hosts,
    lines: inSpan.reduce((sum, one) => sum + one.watched, 0),
    shown: waits.length,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    worstMs: at(1),
    cpuShare: cpuMs / (until - from),
    cpuUsPerLine: (cpuMs * 1000) / records,
    rssBytes: after.rssBytes,
    rssPeakBytes: after.rssPeakBytes,
  };
}

/** ms from the moment when the write that ended a line had returned until the line was seen, sorted. */
function waitsOf(
  written: readonly Written[],
  seen: readonly Seen[],
  { from, until }: { readonly from: number; readonly until: number },
): readonly number[] {
  const growth = new Map<string, { readonly at: number; readonly bytes: number }[]>();
  for (const { at, sizes } of written) {
    for (const [path, bytes] of sizes) {
      const steps = growth.get(path) ?? [];
      growth.set(path, steps);
      steps.push({ at, bytes });
    }
  }
  const waits: number[] = [];
  for (const { path, end, at } of seen) {
    const step = growth.get(path)?.find(({ bytes }) => bytes >= end);
    if (step !== undefined && step.at >= from && step.at < until) waits.push(at - step.at);
  }
  return waits.sort((a, b) => a - b);
}
