import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { expect, test } from "vitest";

import { repository } from "../support/planted-tree.ts";

/** What a newcomer does first: the start, and then each command that it proposes. */
test("npm start ends well, and every command that it proposes does its job", () => {
  const { status, stdout, stderr } = runNode("deploy/dev/start.ts");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const proposed = [...stdout.matchAll(/^ {2}npx scepscope (.+)$/gm)].map(([, command]) => command ?? "");
  const runnable = proposed.filter((command) => !command.includes("PATH"));
  expect(runnable.length).toBeGreaterThanOrEqual(4);
  for (const command of runnable) {
    const tried = runNode("deploy/cli/scepscope.mjs", ...command.split(" "));
    expect({ command, status: tried.status, stderr: tried.stderr }).toEqual({
      command,
      status: command.startsWith("analyze") ? 1 : 0,
      stderr: "",
    });
    expect(tried.stdout).not.toBe("");
  }
});

function runNode(
  script: string,
  ...args: readonly string[]
): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(repository, script), ...args], {
    cwd: repository,
    encoding: "utf8",
    maxBuffer: 256 << 20,
  });
}
