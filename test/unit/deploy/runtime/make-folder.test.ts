import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { makeFolder } from "../../../../deploy/runtime/make-folder.ts";
import { folderWith } from "../../collectors/folder.ts";

test("a folder is made with those above it, and the uppermost that was made is named", () => {
  const folder = folderWith({});
  expect(makeFolder(join(folder, "a", "b", "c"), 0o700)).toBe(join(folder, "a"));
  expect(statSync(join(folder, "a", "b", "c")).mode & 0o777).toBe(0o700);
  expect(makeFolder(join(folder, "a", "b"))).toBeNull();
});

test("where a file is in the way nothing is made", () => {
  const folder = folderWith({ file: "x" });
  expect(() => makeFolder(join(folder, "file"))).toThrow("EEXIST");
  expect(() => makeFolder(join(folder, "file", "a", "b"))).toThrow("EEXIST");
});

const module = fileURLToPath(new URL("../../../../deploy/runtime/make-folder.ts", import.meta.url));

// In a process of its own: what it is about is an endless loop.
test.runIf(process.platform === "linux")("below /proc it fails, and does so at once", () => {
  for (const path of ["/proc/x", "/proc/x/y"]) {
    const script = `import { makeFolder } from ${JSON.stringify(module)}; makeFolder(${JSON.stringify(path)});`;
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--experimental-strip-types", "--input-type=module", "--eval", script],
      { timeout: 10_000, encoding: "utf8" },
    );
    expect(status).toBe(1);
    expect(stderr).toContain("ENOENT");
  }
});
