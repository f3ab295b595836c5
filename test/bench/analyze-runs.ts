import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { BenchBundle } from "./bundle-shelf.ts";
import { median, medianKnown } from "./median.ts";
import { runNode, runProgram } from "./run-measured.ts";
import type { MeasuredRun } from "./run-measured.ts";

export interface AnalyzeCost {
  readonly what: string;
  readonly runs: number;
  readonly records: number;
  readonly bytes: number;
  readonly wallMs: number;
  readonly cpuMs: number | null;
  readonly rssBytes: number | null;
  readonly outputBytes: number;
}

/** `scepscope analyze` as a process, start included, its output to a file. The median of the runs. */
export async function measureAnalyze(
  bundle: BenchBundle,
  { json, runs }: { readonly json: boolean; readonly runs: number },
): Promise<AnalyzeCost> {
  const outFile = join(bundle.folder, "..", "analysis.out");
  const costs: MeasuredRun[] = [];
  for (let run = 0; run < runs; run += 1) {
    costs.push(await runAnalyze(bundle.folder, { outFile, flags: json ? ["--json"] : [] }));
  }
  const outputBytes = statSync(outFile).size;
  rmSync(outFile);
  return {
    what: `${bundle.name} ${sizeName(bundle.megabytes)} ${json ? "json" : "text"}`,
    runs,
    records: bundle.records,
    bytes: bundle.bytes,
    wallMs: median(costs.map(({ wallMs }) => wallMs)),
    cpuMs: medianKnown(costs.map(({ cpuMs }) => cpuMs)),
    rssBytes: medianKnown(costs.map(({ rssBytes }) => rssBytes)),
    outputBytes,
  };
}

/** One run. An exit code other than 0 and 1 means that the work was not done: then its cost means nothing. */
export async function runAnalyze(
  path: string,
  {
    outFile,
    flags = [],
    nodeFlags = [],
  }: { readonly outFile: string; readonly flags?: readonly string[]; readonly nodeFlags?: readonly string[] },
): Promise<MeasuredRun> {
  const args = ["analyze", path, ...flags];
  // As a user starts it, in two processes. With flags of Node only the one that does the work.
  const cost =
    nodeFlags.length === 0
      ? await runProgram(process.execPath, [command, ...args], outFile)
      : await runNode([...nodeFlags, main, ...args], outFile);
  if (cost === null || cost.exitCode === null || cost.exitCode > 1) {
    throw new Error(`analyze ended with ${cost?.exitCode}: ${cost?.complaint}`);
  }
  return cost;
}

const command: string = fileURLToPath(new URL("../../deploy/cli/scepscope.mjs", import.meta.url));
const main: string = fileURLToPath(new URL("../../deploy/cli/main.ts", import.meta.url));

export function sizeName(megabytes: number): string {
  return megabytes >= 1000 ? `${megabytes / 1000} GB` : `${megabytes} MB`;
}
