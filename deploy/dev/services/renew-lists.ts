import { spawnSync } from "node:child_process";

interface ListsWait {
  readonly waitMsMax: number;
  readonly pauseMs: number;
}

/**
 * Renews the lists of packages. Null: they are renewed; else why not, and those that are there may still serve. `DPkg::Lock::Timeout` is for the lock of packages: who has that
 * of the lists, such as another clone that installs at this moment, is waited for here.
 */
export function renewLists(apt: string, env: NodeJS.ProcessEnv, wait: ListsWait): string | null {
  for (let waitedMs = 0; ; waitedMs += wait.pauseMs) {
    const { status, stderr, error } = spawnSync(apt, ["-qq", "update"], { encoding: "utf8", env });
    if (status === 0) return null;
    const why = error?.message ?? stderr.trim();
    if (!why.includes("lists/lock") || waitedMs >= wait.waitMsMax) return why.slice(-400);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait.pauseMs);
  }
}
