import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { BenchBundle } from "../bundle-shelf.ts";
import { runProgram, watchProcess } from "../run-measured.ts";
import { usageOf } from "./up-process.ts";

/** What rsyslog's imfile takes to read the same logs line by line into one file: a collector that moves lines and understands none. Null: it is not installed. */
export interface RsyslogCost {
  readonly bytes: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssBytes: number;
}

export async function measureRsyslog(bundle: BenchBundle): Promise<RsyslogCost | null> {
  if ((await runProgram("rsyslogd", ["-v"])) === null) return null;
  const run = join(bundle.folder, "..", "rsyslog");
  mkdirSync(run);
  try {
    return await readAll(run, logsIn(bundle.folder));
  } finally {
    rmSync(run, { recursive: true });
  }
}

/** Its inputs are named one by one; status files are no lines. */
function logsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("CertificateRequestStatus"))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function readAll(run: string, logs: readonly string[]): Promise<RsyslogCost> {
  const [out, config] = [join(run, "out"), join(run, "rsyslog.conf")];
  writeFileSync(config, configOf(run, logs, out));
  const began = performance.now();
  const child = spawn("rsyslogd", ["-n", "-f", config, "-i", join(run, "pid")], { stdio: "ignore" });
  watchProcess(child);
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let [size, grewAt] = [-1, performance.now()];
  while (performance.now() - grewAt < stillMs) {
    await delay(50);
    const now = statSync(out, { throwIfNoEntry: false })?.size ?? -1;
    if (now !== size) [size, grewAt] = [now, performance.now()];
  }
  const { cpuMs, rssPeakBytes } = usageOf(child.pid ?? 0);
  child.kill("SIGTERM");
  await gone;
  const bytes = logs.reduce((sum, log) => sum + statSync(log).size, 0);
  return { bytes, wallMs: grewAt - began, cpuMs, rssBytes: rssPeakBytes };
}

/** It has read everything when its output has not grown for so long. */
const stillMs = 2000;

function configOf(run: string, logs: readonly string[], out: string): string {
  const inputs = logs.map((log, index) => `input(type="imfile" File="${log}" Tag="t${index}" ruleset="all")`);
  return [
    `global(workDirectory="${run}" maxMessageSize="256k")`,
    'module(load="imfile" mode="inotify")',
    'template(name="line" type="string" string="%msg%\\n")',
    `ruleset(name="all") { action(type="omfile" file="${out}" template="line" ioBufferSize="256k" asyncWriting="on") }`,
    ...inputs,
    "",
  ].join("\n");
}
