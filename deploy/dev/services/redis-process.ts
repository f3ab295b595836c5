import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, closeSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { findProgram } from "./find-program.ts";

/** One program of Redis (a server, or a sentinel) that can be treated badly. */
export interface RedisProcess {
  readonly port: number;
  readonly folder: string;
  /** Again, after it was stopped or killed. Resolves when it takes connections. */
  start(): Promise<void>;
  /** SIGTERM: it writes what it has to write. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** SIGSTOP: it hangs, and its connections stay. */
  pause(): void;
  resume(): void;
  /** What `redis-cli` answers. */
  command(...words: readonly string[]): Promise<string>;
}

export interface RedisProcessOptions {
  readonly port: number;
  readonly folder: string;
  readonly isSentinel?: boolean;
  /** As in redis.conf, without the dashes. */
  readonly args: readonly string[];
}

const run = promisify(execFile);
const readyMsMax = 15_000;

export function redisProgram(): string {
  const path = findProgram(["redis-server"]);
  if (path !== null) return path;
  throw new Error(
    "the store is tested on a real Redis, and redis-server is not installed. What to do: install it (Debian and Ubuntu: apt-get install redis-server) and run the test again",
  );
}

export function createRedisProcess({
  port,
  folder,
  args,
  isSentinel = false,
}: RedisProcessOptions): RedisProcess {
  mkdirSync(folder, { recursive: true });
  let child: ChildProcess | null = null;
  const end = async (signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, "exit");
    ending.kill("SIGCONT");
    ending.kill(signal);
    await exited;
  };
  return {
    port,
    folder,
    start: async () => {
      child = spawnServer(folder, isSentinel ? [join(folder, "sentinel.conf"), "--sentinel", ...args] : args);
      await listening(port, child, folder);
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
    command: (...words) => redisCommand(port, words),
  };
}

export async function redisCommand(port: number, words: readonly string[]): Promise<string> {
  const { stdout } = await run("redis-cli", ["-p", String(port), ...words]);
  return stdout.trim();
}

/** Nothing is left behind when a test run ends early. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

function spawnServer(folder: string, args: readonly string[]): ChildProcess {
  const log = openSync(join(folder, "log"), "a");
  const started = spawn(redisProgram(), args, { cwd: folder, stdio: ["ignore", log, log] });
  closeSync(log);
  running.add(started);
  started.once("exit", () => running.delete(started));
  return started;
}

async function listening(port: number, child: ChildProcess, folder: string): Promise<void> {
  const before = performance.now() + readyMsMax;
  while (performance.now() < before) {
    if (child.exitCode !== null) break;
    if (await takesConnections(port)) return;
    await delay(10);
  }
  throw new Error(
    `redis-server on port ${port} did not start: ${readFileSync(join(folder, "log"), "utf8").slice(-2000)}`,
  );
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
