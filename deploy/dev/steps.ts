import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const repository: string = fileURLToPath(new URL("../../", import.meta.url));
const cache: string = `${repository}node_modules/.cache/scepscope/`;

/** One check of the house: what it is called, and the program (a path below `node_modules`) that does it. */
export interface Step {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
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

/** Runs vitest on the given paths (all tests when there are none); its own report goes to the terminal. */
export function runTests(paths: readonly string[]): Tally {
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
  const tally = readTally(report);
  return status !== 0 && tally.failed === 0 ? { passed: tally.passed, failed: 1 } : tally;
}

/** A test file that does not even load has no test that fails: it counts as one. */
function readTally(report: string): Tally {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: Number(numPassedTests), failed: Number(numFailedTests) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** The last line that is printed, in the form that a machine reads; the exit code says the same. */
export function close(...tallies: readonly Tally[]): void {
  const sum = (of: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  const failed = sum((tally) => tally.failed);
  process.stdout.write(`\n${sum((tally) => tally.passed)} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
