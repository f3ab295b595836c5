import { execFileSync } from "node:child_process";
import type { RoleProcess } from "../../deploy/dev/fleet/role-process.ts";

/**
 * From now on each write of that process behind the first byte of a file fails, like one to a disk without room. A limit needs no rights; a disk of its own would, and where they are
 * missing nothing would be tried. What SQLite says when the disk itself is full is tried in the tests of the store.
 */
export function leaveRoom({ pid }: Pick<RoleProcess, "pid">, bytes: "1" | "unlimited"): void {
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:`]);
}
