import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { fileURLToPath } from "node:url";

/** The command as a process of its own, as a user starts it. */
export interface RoleProcess {
  readonly pid: number;
  /** Resolves with the address that it says, rejects when it ends before. */
  readonly url: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /** What it has written to standard error so far: its log. */
  log(): string;
  kill(signal: NodeJS.Signals): void;
}

export interface RoleOptions {
  /** `up`, `collect`, `process` or `serve`, and what stands behind it. */
  readonly words: readonly string[];
  /** Its log goes there as well; left out: nowhere. */
  readonly logFile?: string;
  /** Loaded before the program. */
  readonly imports?: readonly string[];
  /** The program of another release; left out: this one. */
  readonly program?: string;
}

const command = fileURLToPath(new URL("../../cli/scepscope.mjs", import.meta.url));
const logCharactersMax = 1_000_000;

/** What does not end itself is to be killed by whoever started it. */
export function startRole({ words, logFile, imports = [], program = command }: RoleOptions): RoleProcess {
  const flags = imports.flatMap((each) => ["--import", each]);
  const child = spawn(process.execPath, [...flags, program, ...words], {
    env: { PATH: process.env["PATH"] ?? "", TMPDIR: process.env["TMPDIR"] ?? "/tmp" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  const url = Promise.withResolvers<string>();
  url.promise.catch(() => undefined);
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out = (out + text).slice(-logCharactersMax);
    const [, address] = /(?:is|are) at (http\S+?)(?:\/metrics)?[.,]? /.exec(out) ?? [];
    if (address !== undefined) url.resolve(address.replace(/\.$/, ""));
  });
  const file = logFile === undefined ? null : createWriteStream(logFile, { flags: "a" });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err = (err + text).slice(-logCharactersMax);
    file?.write(text);
  });
  const ended = new Promise<Awaited<RoleProcess["ended"]>>((resolve) => {
    child.once("close", (code, signal) => {
      file?.end();
      url.reject(new Error(`${words[0]} ended with ${code ?? signal}: ${err.slice(-2000)}`));
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
