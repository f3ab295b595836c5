import { spawn } from "node:child_process";
import type { ChildProcess, StdioOptions } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a process has cost. `null`: this system does not tell. */
export interface MeasuredRun {
  readonly exitCode: number | null;
  readonly wallMs: number;
  /** Processor time of all threads, user and system. */
  readonly cpuMs: number | null;
  /** Most memory that was resident at any moment. */
  readonly rssBytes: number | null;
  /** Standard output, if it did not go to a file. */
  readonly output: string;
  readonly complaint: string;
}

/** Runs a script or flags of this Node, with the probe. `outFile`: where its standard output goes. */
export function runNode(args: readonly string[], outFile?: string): Promise<MeasuredRun | null> {
  return run([process.execPath, "--import", probe, ...args], outFile, (_, told) => JSON.parse(told));
}

/** Runs any program; `null` when there is none of that name. Cost is told by GNU time, where that is installed. */
export async function runProgram(
  program: string,
  args: readonly string[],
  outFile?: string,
): Promise<MeasuredRun | null> {
  const folder = mkdtempSync(join(tmpdir(), "scepscope-time-"));
  const told = join(folder, "told");
  const timed = existsSync(gnuTime) ? [gnuTime, "-f", "%U %S %M", "-o", told] : [];
  try {
    return await run([...timed, program, ...args], outFile, (code) => {
      if (timed.length > 0 && code === notFoundCode) return null;
      return timed.length > 0 ? costFromTime(readFileSync(told, "utf8")) : unknownCost;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends what is still running: called when the bench itself is stopped. */
export function killRunning(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** A process that was started elsewhere: it is ended with the others. */
export function watchProcess(child: ChildProcess): void {
  running.add(child);
  child.once("close", () => running.delete(child));
}

interface Cost {
  readonly cpuMs: number | null;
  readonly rssBytes: number | null;
}

const probe: string = fileURLToPath(new URL("./probe.mjs", import.meta.url));
const gnuTime = "/usr/bin/time";
/** How GNU time (and a shell) says that there is no such program. */
const notFoundCode = 127;
const unknownCost: Cost = { cpuMs: null, rssBytes: null };
const running = new Set<ChildProcess>();

/** The last line of `time -f "%U %S %M"`: seconds, seconds, KiB. Before it may stand a word about the exit code. It counts in steps of 10 ms: 0 is not known. */
export function costFromTime(told: string): Cost {
  const [user = 0, system = 0, kibibytes = 0] = (told.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  const cpuMs = (user + system) * 1000;
  return { cpuMs: cpuMs === 0 ? null : cpuMs, rssBytes: kibibytes * 1024 };
}

function run(
  [program = "", ...args]: readonly string[],
  outFile: string | undefined,
  costOf: (exitCode: number | null, told: string) => Cost | null,
): Promise<MeasuredRun | null> {
  const out = outFile === undefined ? null : openSync(outFile, "w");
  const stdio: StdioOptions = ["ignore", out ?? "pipe", "pipe", "pipe"];
  return new Promise<MeasuredRun | null>((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, { stdio });
    running.add(child);
    const texts = [1, 2, 3].map((index) => collect(child, index));
    child.once("error", (error) =>
      "code" in error && error.code === "ENOENT" ? resolve(null) : reject(error),
    );
    child.once("close", (exitCode) => {
      const wallMs = performance.now() - started;
      const [output = "", complaint = "", told = ""] = texts.map((parts) => parts.join(""));
      try {
        const cost = costOf(exitCode, told);
        resolve(cost === null ? null : { exitCode, wallMs, ...cost, output, complaint });
      } catch {
        reject(new Error(`${program} ${args.join(" ")} ended with ${exitCode}: ${complaint}`));
      }
    });
    child.once("close", () => running.delete(child));
  }).finally(() => {
    if (out !== null) closeSync(out);
  });
}

function collect(child: ChildProcess, index: number): string[] {
  const parts: string[] = [];
  const stream = child.stdio[index];
  if (stream !== null && stream !== undefined && "setEncoding" in stream) {
    stream.setEncoding("utf8").on("data", (part: string) => parts.push(part));
  }
  return parts;
}
