import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  /** Closes the pipe of standard output after its first bytes, as `head` does. */
  readonly closesEarly?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Is told which process it is, as soon as it is there. */
  readonly started?: (pid: number) => void;
  /** Sent when the first bytes have come. */
  readonly signal?: "SIGINT";
}

const command = fileURLToPath(new URL("../../deploy/cli/scepscope.mjs", import.meta.url));

/** Runs the command as a process of its own. */
export function runCommand(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const env = { PATH: process.env["PATH"] ?? "", TMPDIR: process.env["TMPDIR"] ?? "/tmp", ...options.env };
  const child = spawn(process.execPath, [command, ...args], { env });
  options.started?.(child.pid ?? 0);
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (options.closesEarly === true) child.stdout.destroy();
    if (options.signal !== undefined) child.kill(options.signal);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  child.stdin.on("error", () => undefined).end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
