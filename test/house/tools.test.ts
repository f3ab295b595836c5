import { expect, test } from "vitest";

import { plantTree, removeTree } from "../support/planted-tree.ts";
import { runTool } from "../support/run-tool.ts";

test("the formatter refuses a file that is not formatted, and no other", () => {
  const files = new Map([
    ["deploy/crooked.ts", "export   const a:number=1\n"],
    ["deploy/straight.ts", "export const a: number = 1;\n"],
  ]);
  const { status, stdout, stderr } = inTree(files, [".oxfmtrc.json"], "oxfmt/bin/oxfmt", ["--check", "."]);
  expect(status).not.toBe(0);
  expect(stdout + stderr).toContain("crooked.ts");
  expect(stdout + stderr).not.toContain("straight.ts");
});

test("the search for unused code finds a file, an export and a dependency that nobody uses", () => {
  const files = new Map([
    ["deploy/cli/main.ts", 'import { used } from "./part.ts";\nused();\n'],
    ["deploy/cli/part.ts", "export const used = (): void => {};\nexport const forgotten = 1;\n"],
    ["deploy/cli/nobody.ts", "export const a = 1;\n"],
  ]);
  const { status, stdout } = inTree(
    files,
    [".knip.json", "package.json", "tsconfig.json"],
    "knip/bin/knip.js",
    ["--no-progress"],
  );
  expect(status).not.toBe(0);
  expect(stdout).toContain("deploy/cli/nobody.ts");
  expect(stdout).toContain("forgotten");
  expect(stdout).toContain("yauzl");
});

function inTree(
  files: ReadonlyMap<string, string>,
  configuration: readonly string[],
  ...[script, args]: readonly [string, readonly string[]]
): ReturnType<typeof runTool> {
  const root = plantTree(files, configuration);
  try {
    return runTool(script, args, root);
  } finally {
    removeTree(root);
  }
}
