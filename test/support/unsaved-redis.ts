import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunningRedis } from "../../deploy/dev/services/redis.ts";
import { waitUntil } from "./wait-until.ts";

/**
 * A Redis that cannot write to its disk refuses each write (`MISCONF`). That a folder stands where its file is to be needs no rights and no disk of its own; a limit to the size of its files would kill it.
 * Resolves, when it refuses, with what gives it room again.
 */
export async function fillDiskOf({ server }: RunningRedis): Promise<() => Promise<void>> {
  if (server === null) throw new Error("this test needs a Redis of its own");
  const inTheWay = join(server.folder, "dump.rdb");
  rmSync(inTheWay, { force: true });
  mkdirSync(join(inTheWay, "full"), { recursive: true });
  await server.command("config", "set", "save", "1 1");
  const isRefused = async (): Promise<boolean> =>
    (await server.command("set", "fills", "1")).startsWith("MISCONF");
  await waitUntil(isRefused, "a Redis that cannot save");
  return async () => {
    rmSync(inTheWay, { recursive: true });
    await waitUntil(async () => (await server.command("bgsave")).startsWith("Background"), "it saves");
    await waitUntil(async () => (await server.command("set", "fills", "1")) === "OK", "it takes writes");
    await server.command("config", "set", "save", "");
    await server.command("del", "fills");
  };
}
