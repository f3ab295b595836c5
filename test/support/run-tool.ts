import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { repository } from "./planted-tree.ts";

export interface ToolRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a tool of `node_modules` (given by the path of its script) in a folder and waits for its end. */
export function runTool(script: string, args: readonly string[], folder: string): ToolRun {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repository, "node_modules", script), ...args],
    { cwd: folder, encoding: "utf8", maxBuffer: 64 << 20 },
  );
  return { status, stdout, stderr };
}
