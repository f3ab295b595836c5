import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readFleetFlags } from "../../../../../deploy/dev/fleet/fleet-flags.ts";

test("the story is told ten times faster, with alerts as fast as rules look back, or as was asked", () => {
  expect(readFleetFlags([])).toEqual({ speed: 10, listen: "127.0.0.1:0", alerts: false });
  expect(readFleetFlags(["--alerts"])?.speed).toBe(1);
  expect(readFleetFlags(["--alerts", "--speed", "3"])?.speed).toBe(3);
  expect(readFleetFlags(["--listen", "127.0.0.1:8699"])?.listen).toBe("127.0.0.1:8699");
});

test.each([
  [["--sped", "3"], /^Unknown option '--sped'/],
  [["--speed", "fast"], /^--speed cannot be "fast"/],
  [["--speed", "0"], /^--speed cannot be "0"/],
])("npm run fleet -- %j is answered with how to call it, and starts nothing", (args, said) => {
  const { status, stdout, stderr } = run(args);
  expect(stderr).toMatch(said);
  expect(stderr).toContain("\n\nnpm run fleet [--");
  expect(stdout).toBe("");
  expect(status).toBe(2);
});

test("npm run fleet -- --help shows its options and an example, and starts nothing", () => {
  const { status, stdout } = run(["--help"]);
  expect(stdout).toMatch(/^npm run fleet \[--[^]* --alerts [^]*For example: npm run fleet/);
  expect(status).toBe(0);
});

function run(args: readonly string[]): ReturnType<typeof spawnSync> {
  const script = fileURLToPath(new URL("../../../../../deploy/dev/fleet.ts", import.meta.url));
  return spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });
}
