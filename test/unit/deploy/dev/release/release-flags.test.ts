import { expect, test } from "vitest";
import { readReleaseFlags, releaseUsage } from "../../../../../deploy/dev/release/release-flags.ts";

const all = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"];

test("all platforms that a Node is pinned for, or those that are named", () => {
  expect(readReleaseFlags(["--out", "x"])).toEqual({ out: "x", platforms: all });
  expect(readReleaseFlags(["--out", "x", "--platform", "win32-x64", "--platform", "linux-x64"])).toEqual({
    out: "x",
    platforms: ["win32-x64", "linux-x64"],
  });
  for (const name of all) expect(releaseUsage).toContain(name);
});

test("help is no run, and what is wrong is said", () => {
  expect(readReleaseFlags(["--help"])).toBeNull();
  expect(() => readReleaseFlags([])).toThrow("--out is missing");
  expect(() => readReleaseFlags(["--out", "x", "--platform", "amiga"])).toThrow(
    '--platform cannot be "amiga"',
  );
  expect(() => readReleaseFlags(["--put", "x"])).toThrow("--put");
});
