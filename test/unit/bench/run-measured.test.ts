import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { costFromTime, runNode, runProgram } from "../../bench/run-measured.ts";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "scepscope-bench-test-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a Node process tells its output, exit code, processor time and memory", async () => {
  const run = await runNode([
    "--eval",
    "process.stdout.write('out'); console.error('err'); process.exitCode = 1",
  ]);
  expect(run).toMatchObject({ exitCode: 1, output: "out", complaint: "err\n" });
  expect(run?.cpuMs).toBeGreaterThan(0);
  expect(run?.rssBytes).toBeGreaterThan(10e6);
});

test("output goes to the file that is named", async () => {
  const path = join(folder, "out");
  const run = await runNode(["--eval", "process.stdout.write('to the file')"], path);
  expect(run?.output).toBe("");
  expect(readFileSync(path, "utf8")).toBe("to the file");
});

test("a program that is not there is told from one that fails", async () => {
  expect(await runProgram("scepscope-has-no-such-program", [])).toBeNull();
  expect((await runProgram(process.execPath, ["--eval", "process.exit(3)"]))?.exitCode).toBe(3);
});

test("what GNU time tells is read behind its word about the exit code", () => {
  expect(costFromTime("Command exited with non-zero status 1\n1.50 0.25 2048\n")).toEqual({
    cpuMs: 1750,
    rssBytes: 2048 * 1024,
  });
  expect(costFromTime("0.00 0.00 100\n").cpuMs).toBeNull();
});
