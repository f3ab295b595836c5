import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-ports.ts";
import { createRedisProcess } from "./redis-process.ts";
import type { RedisProcess } from "./redis-process.ts";

/** A Redis for tests: started in a folder of its own, or one that is there already (`SCEPSCOPE_TEST_REDIS=host:port`). */
export interface RunningRedis {
  readonly host: string;
  readonly port: number;
  /** Null: somebody else's. */
  readonly server: RedisProcess | null;
  /** Stops it, and removes its folder; its log is kept when the test has failed. */
  end(outcome?: { readonly isFailed: boolean }): Promise<void>;
}

/** In no file, unless `args` say so (`--appendonly yes`). */
export async function startRedis(args: readonly string[] = []): Promise<RunningRedis> {
  const named = /^(.+):(\d+)$/.exec(process.env["SCEPSCOPE_TEST_REDIS"] ?? "");
  if (named !== null && args.length === 0)
    return { host: named[1] ?? "", port: Number(named[2]), server: null, end: () => Promise.resolve() };
  const folder = mkdtempSync(join(tmpdir(), "scepscope-redis-"));
  const port = await freePort();
  const server = createRedisProcess({ port, folder, args: [...serverArgs(port, folder), ...args] });
  const end: RunningRedis["end"] = async (outcome) => {
    await server.kill();
    if (outcome?.isFailed === true) keepLogs(folder);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await server.start();
  } catch (error) {
    await end({ isFailed: true });
    throw error;
  }
  return { host: "127.0.0.1", port, server, end };
}

/** What each server needs, in a form that later arguments can overrule. */
export function serverArgs(port: number, folder: string): string[] {
  return [
    ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
    ...["--appendonly", "no", "--maxmemory-policy", "noeviction", "--protected-mode", "no"],
  ];
}

/** Beside the folder that goes, under a name that says when. */
export function keepLogs(folder: string): void {
  const kept = `${folder}-failed`;
  cpSync(folder, kept, { recursive: true });
  process.stderr.write(`scepscope: the logs of a failed test are in ${kept}\n`);
}
