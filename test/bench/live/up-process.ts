import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import { watchProcess } from "../run-measured.ts";

/** `scepscope up` as a process of its own, with all that is usual. */
export interface UpProcess {
  readonly url: string;
  readonly startedAt: number;
  /** ms from the start of the process. Rejects when it takes longer than `msMax`. */
  readonly ready: (msMax: number) => Promise<number>;
  readonly usage: () => Usage;
  /** As Ctrl-C does it; resolves when it is gone, with ms it took. */
  readonly stop: () => Promise<number>;
}

/** NaN where the system does not tell. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly rssPeakBytes: number;
}

export interface UpRun {
  readonly logsFolder: string;
  readonly stateFolder: string;
  readonly nodeFlags?: readonly string[];
}

export async function startUpProcess({ logsFolder, stateFolder, nodeFlags = [] }: UpRun): Promise<UpProcess> {
  const startedAt = performance.now();
  const args = ["up", logsFolder, "--data", stateFolder, "--listen", "127.0.0.1:0", "--zone", "UTC"];
  const child = spawn(process.execPath, [...nodeFlags, main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  watchProcess(child);
  const url = await urlOf(child);
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    url,
    startedAt,
    ready: async (msMax) => {
      while (!(await isReady(url))) {
        if (performance.now() - startedAt > msMax) throw new Error(`up was not ready in ${msMax} ms`);
        await delay(10);
      }
      return performance.now() - startedAt;
    },
    usage: () => usageOf(child.pid ?? 0),
    stop: async () => {
      const began = performance.now();
      child.kill("SIGTERM");
      await gone;
      return performance.now() - began;
    },
  };
}

/** The command itself, in the same process: with the compiled sources that it keeps. */
const main: string = fileURLToPath(new URL("../../../deploy/cli/scepscope.mjs", import.meta.url));

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.resume();
    // Its own log: a JSON object a line.
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4000);
      const found = /"url":"([^"]+)"/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("close", () => reject(new Error(`up did not start: ${said}`)));
  });
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/-/ready`);
  await response.arrayBuffer();
  return response.ok;
}

/** Linux counts processor time in steps of 10 ms. */
const tickMs = 10;

export function usageOf(pid: number): Usage {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kibibytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
    return {
      cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
      rssBytes: kibibytes("VmRSS") * 1024,
      rssPeakBytes: kibibytes("VmHWM") * 1024,
    };
  } catch {
    return { cpuMs: Number.NaN, rssBytes: Number.NaN, rssPeakBytes: Number.NaN };
  }
}
