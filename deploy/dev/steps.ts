import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { failedTests, readReport, tallyOf } from "./test-report.ts";
import type { FileReport, Tally } from "./test-report.ts";
import { filesToTryAgain, withLater } from "./try-again.ts";

const repository: string = fileURLToPath(new URL("../../", import.meta.url));
const cache: string = `${repository}node_modules/.cache/scepscope/`;

/** One check of the house: what it is called, and the program (a path below `node_modules`) that does it. */
export interface Step {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

export const checkSteps: readonly Step[] = [
  { name: "format", program: "oxfmt/bin/oxfmt", args: ["--check", "."] },
  {
    name: "lint",
    program: "oxlint/bin/oxlint",
    args: ["--type-aware", "--deny-warnings", "--report-unused-disable-directives", "."],
  },
  { name: "types", program: "typescript/bin/tsc", args: ["-p", "."] },
  {
    name: "imports",
    program: "dependency-cruiser/bin/dependency-cruiser.mjs",
    args: ["--config", ".dependency-cruiser.mjs", "collectors", "processors", "alerts", "deploy", "test"],
  },
  { name: "unused", program: "knip/bin/knip.js", args: ["--no-progress"] },
];

/** Runs the steps, two at a time; a step that fails shows its whole output, the others one line. */
export async function runSteps(steps: readonly Step[]): Promise<Tally> {
  const waiting = [...steps];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (!(await runStep(step))) failed += 1;
    }
  };
  await Promise.all([worker(), worker()]);
  return { passed: steps.length - failed, failed };
}

async function runStep(step: Step): Promise<boolean> {
  const started = performance.now();
  const { passed, output } = await runQuietly(step);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${passed ? "ok    " : "FAILED"} ${step.name} (${seconds} s)\n`);
  if (!passed) process.stdout.write(`${output}\n`);
  return passed;
}

function runQuietly(step: Step): Promise<{ readonly passed: boolean; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${repository}node_modules/${step.program}`, ...step.args], {
      cwd: repository,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const parts: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part: string) => parts.push(part));
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ passed: code === 0, output: parts.join("") }));
  });
}

/** Runs vitest on the given paths; its own report goes to the terminal. */
export function runTests(paths: readonly string[]): Tally {
  const { reports, hasFailed } = runVitest(paths);
  return tallyOfRun(reports, hasFailed);
}

/** Runs all tests; few failed files with real parts are run once more, alone, and it is told what had failed. An error of the first run that belongs to no test is not in its report: beside such files it stands in the output alone. */
export function runAllTests(): Tally {
  const first = runVitest(["--project", "!faults"]);
  const again = filesToTryAgain(first.reports ?? []);
  if (first.reports === null || again.length === 0) return tallyOfRun(first.reports, first.hasFailed);
  process.stdout.write(`\nOnce more, alone: ${again.join(" ")}\n`);
  const second = runVitest(again);
  if (second.reports === null) return tallyOfRun(first.reports, true);
  const failedAgain = new Set(failedTests(second.reports));
  const unstable = failedTests(first.reports).filter((test) => !failedAgain.has(test));
  for (const test of unstable) process.stdout.write(`UNSTABLE: failed, then passed alone: ${test}\n`);
  return tallyOfRun(withLater(first.reports, second.reports), second.hasFailed);
}

/** A run that fails without a test that fails counts as one failure. */
function tallyOfRun(reports: readonly FileReport[] | null, hasFailed: boolean): Tally {
  const { passed, failed } = tallyOf(reports ?? []);
  return { passed, failed: hasFailed ? Math.max(1, failed) : failed };
}

function runVitest(paths: readonly string[]): {
  readonly reports: readonly FileReport[] | null;
  readonly hasFailed: boolean;
} {
  mkdirSync(cache, { recursive: true });
  const report = `${cache}tests.json`;
  rmSync(report, { force: true });
  const args = [
    "run",
    "--config",
    "test/vitest.config.ts",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const { status } = spawnSync(
    process.execPath,
    [`${repository}node_modules/vitest/vitest.mjs`, ...args, ...paths],
    { cwd: repository, stdio: ["ignore", "inherit", "inherit"] },
  );
  const reports = readReport(report);
  return { reports, hasFailed: status !== 0 || reports === null };
}

/** The last line that is printed, in the form that a machine reads; the exit code says the same. */
export function close(...tallies: readonly Tally[]): void {
  const sum = (of: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  const failed = sum((tally) => tally.failed);
  process.stdout.write(`\n${sum((tally) => tally.passed)} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
