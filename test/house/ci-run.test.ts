import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import { plantTree, removeTree, repository } from "../support/planted-tree.ts";

/** In the place of npm a script that says and returns what it is told. */
const npm = '#!/bin/sh\nprintf "%b" "$NPM_SAYS"\necho "samples: $SCEPSCOPE_SAMPLES"\nexit "$NPM_RETURNS"\n';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) removeTree(root);
});

test.each([
  ["all tests passed", "7 passed, 0 failed\\n", 0, 0, "7 passed, 0 failed"],
  ["a test failed", "6 passed, 1 failed\\nnpm error\\n", 1, 1, "6 passed, 1 failed"],
  ["the tests said nothing although all went well", "hello\\n", 0, 1, "0 passed, 1 failed"],
  ["nothing could be installed", "", 2, 2, "0 passed, 1 failed"],
  ["the runner died after its tally", "7 passed, 0 failed\\n", 3, 3, "7 passed, 0 failed"],
])("when %s, the last line and the exit code say so", (_case, says, returns, code, lastLine) => {
  const { status, stdout } = runCi({ NPM_SAYS: says, NPM_RETURNS: String(returns) });
  expect(status).toBe(code);
  expect(stdout.trimEnd().split("\n").at(-1)).toBe(lastLine);
});

test("samples beside the checkout are found, and a folder that was named is kept", () => {
  const said = { NPM_SAYS: "1 passed, 0 failed\\n", NPM_RETURNS: "0" };
  expect(runCi(said).stdout).toMatch(/^samples: $/m);
  expect(runCi(said, ["shared", "samples"]).stdout).toMatch(/^samples: .*samples$/m);
  expect(runCi({ ...said, SCEPSCOPE_SAMPLES: "mine" }, ["shared", "samples"]).stdout).toMatch(
    /^samples: mine$/m,
  );
});

function runCi(
  env: NodeJS.ProcessEnv,
  beside: readonly string[] = [],
): { status: number | null; stdout: string } {
  const root = plantTree(
    new Map([
      ["checkout/.ci/run", readFileSync(join(repository, ".ci/run"), "utf8")],
      ["bin/npm", npm],
    ]),
    [],
  );
  roots.push(root);
  chmodSync(join(root, "bin/npm"), 0o755);
  mkdirSync(join(root, ...beside), { recursive: true });
  const { SCEPSCOPE_SAMPLES: _, ...own } = process.env;
  const path = `${join(root, "bin")}:${process.env["PATH"] ?? ""}`;
  return spawnSync("bash", [join(root, "checkout/.ci/run")], {
    encoding: "utf8",
    env: { ...own, PATH: path, ...env },
  });
}
