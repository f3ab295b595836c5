import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, vi } from "vitest";
import { patienceMs } from "../support/wait-until.ts";
import type { Run } from "./run-command.ts";

/** A command that goes on until somebody ends it. */
export interface LiveCommand {
  /** Where its page is, as it says. */
  readonly url: string;
  /** What it has said so far, on both streams. */
  said(): { readonly out: string; readonly err: string };
  /** Until it has said this. */
  saw(pattern: RegExp): Promise<void>;
  tell(signal: NodeJS.Signals): void;
  /** It has ended by itself. */
  readonly over: Promise<Run>;
  /** Ends it and gives what it said. */
  end(signal: NodeJS.Signals): Promise<Run>;
}

const scepscope = fileURLToPath(new URL("../../deploy/cli/scepscope.mjs", import.meta.url));

/** A test that fails does not come to the end of its command: that goes with the process of the tests. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts it without a terminal, and waits for the address of its page. `words` begin with a script where it is not the command itself. */
export async function liveCommand(
  args: readonly string[],
  { env = {}, script = scepscope }: LiveOptions = {},
): Promise<LiveCommand> {
  const child = spawn(process.execPath, [script, ...args], {
    env: {
      PATH: process.env["PATH"] ?? "",
      TMPDIR: process.env["TMPDIR"] ?? "/tmp",
      HOME: "/nowhere",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  child.once("close", () => running.delete(child));
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const ended = new Promise<Run>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
  const isOver = ended.then(({ code }) => {
    throw new Error(`it ended with ${code}: ${out}${err}`);
  });
  isOver.catch(() => undefined);
  const saw = (pattern: RegExp): Promise<void> =>
    Promise.race([isOver, vi.waitFor(() => expect(out + err).toMatch(pattern), waiting)]);
  await saw(/http:\/\/\S+:\d+/);
  return {
    url: /http:\/\/[^\s,/]+:\d+/.exec(out)?.[0] ?? "",
    said: () => ({ out, err }),
    saw,
    tell: (signal) => void child.kill(signal),
    over: ended,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

interface LiveOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly script?: string;
}

export const waiting: { readonly timeout: number; readonly interval: number } = {
  timeout: patienceMs,
  interval: 50,
};
