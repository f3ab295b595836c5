import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** `scepscope up` as a process of its own. */
export interface UpProcess {
  readonly pid: number;
  /** Where its page is, as soon as it says so; rejects when it ends before. */
  readonly url: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /** What it has written to standard error so far: its log. */
  log(): string;
  kill(signal: "SIGKILL" | "SIGTERM"): void;
}

export interface UpPlace {
  readonly folder: string;
  readonly dataFolder: string;
  readonly configFile: string;
}

const command = fileURLToPath(new URL("../../deploy/cli/scepscope.mjs", import.meta.url));

/** Loaded before the program: its clock is four hours ahead. */
const laterClock =
  "data:text/javascript,const now = Date.now.bind(Date); Date.now = () => now() + 14_400_000;";

/** `later`: hours have passed for it, so that all requests become final. What does not end itself is to be killed by whoever started it. */
export function startUpProcess(
  { folder, dataFolder, configFile }: UpPlace,
  when: "now" | "later" = "now",
): UpProcess {
  const flags = when === "later" ? ["--import", laterClock] : [];
  const args = ["up", folder, "--data", dataFolder, "--listen", "127.0.0.1:0", "--config", configFile];
  const child = spawn(process.execPath, [...flags, command, ...args], {
    env: { PATH: process.env["PATH"] ?? "", TMPDIR: process.env["TMPDIR"] ?? "/tmp" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  const url = Promise.withResolvers<string>();
  // Whoever kills it does not ask for its address.
  url.promise.catch(() => undefined);
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    const [, address] = /the page is at (\S+),/.exec(out) ?? [];
    if (address !== undefined) url.resolve(address);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const ended = new Promise<Awaited<UpProcess["ended"]>>((resolve) => {
    child.once("close", (code, signal) => {
      url.reject(new Error(`it ended with ${code ?? signal}: ${err}`));
      resolve({ code, signal });
    });
  });
  return {
    pid: child.pid ?? 0,
    url: url.promise,
    ended,
    log: () => err,
    kill: (signal) => void child.kill(signal),
  };
}

/** Below one folder: logs, state, and a configuration with which requests become final within seconds. */
export function upPlaceIn(folder: string): UpPlace {
  return {
    folder: join(folder, "logs"),
    dataFolder: join(folder, "state"),
    configFile: join(folder, "scepscope.yaml"),
  };
}
