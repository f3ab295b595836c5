import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runAnalyze } from "../analyze-runs.ts";
import type { BenchBundle } from "../bundle-shelf.ts";
import { startUpProcess } from "./up-process.ts";

/** `up` on logs that are there already: the first start, and a second one with what the first has kept. */
export interface StartCost {
  readonly what: string;
  readonly records: number;
  readonly files: number;
  /** From the start of the process until `/-/ready` says so. */
  readonly firstMs: number;
  readonly firstCpuMs: number;
  /** Most memory while it read the backlog. */
  readonly backlogRssBytes: number;
  readonly stopMs: number;
  readonly restartMs: number;
  readonly restartCpuMs: number;
  /** Processor time of `analyze` on the same files, text to a file. */
  readonly analyzeCpuMs: number | null;
}

const readyMsMax = 180_000;

export async function measureStart(bundle: BenchBundle): Promise<StartCost> {
  const run = mkdtempSync(join(bundle.folder, "..", "start-"));
  const stateFolder = join(run, "state");
  try {
    const analyzed = await runAnalyze(bundle.folder, { outFile: join(run, "analysis.txt") });
    const first = await startUpProcess({ logsFolder: bundle.folder, stateFolder });
    const firstMs = await first.ready(readyMsMax);
    const { cpuMs: firstCpuMs, rssPeakBytes } = first.usage();
    const stopMs = await first.stop();
    const second = await startUpProcess({ logsFolder: bundle.folder, stateFolder });
    const restartMs = await second.ready(readyMsMax);
    const { cpuMs: restartCpuMs } = second.usage();
    await second.stop();
    return {
      what: `${bundle.name} ${bundle.megabytes} MB`,
      records: bundle.records,
      files: filesIn(bundle.folder),
      firstMs,
      firstCpuMs,
      backlogRssBytes: rssPeakBytes,
      stopMs,
      restartMs,
      restartCpuMs,
      analyzeCpuMs: analyzed.cpuMs,
    };
  } finally {
    rmSync(run, { recursive: true });
  }
}

function filesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .length;
}
