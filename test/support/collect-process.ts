import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** `scepscope collect` as a process of its own. */
export interface CollectProcess {
  readonly pid: number;
  readonly ended: Promise<number | null>;
  /** Its log so far. */
  log(): string;
  kill(signal: "SIGKILL" | "SIGTERM"): void;
}

const command = fileURLToPath(new URL("../../deploy/cli/scepscope.mjs", import.meta.url));

/** In this Node the starter starts no other: the process is the one that is killed. */
export function startCollectProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): CollectProcess {
  const child = spawn(process.execPath, [command, "collect", ...args], {
    env: { PATH: process.env["PATH"] ?? "", TMPDIR: process.env["TMPDIR"] ?? "/tmp", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
  return {
    pid: child.pid ?? 0,
    ended: new Promise((resolve) => child.once("close", resolve)),
    log: () => text,
    kill: (signal) => void child.kill(signal),
  };
}
