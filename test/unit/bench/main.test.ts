import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { runNode } from "../../bench/run-measured.ts";

const main: string = fileURLToPath(new URL("../../bench/main.ts", import.meta.url));

test("an option that is not known is told, with those that are", async () => {
  const run = await runNode([main, "--slow"]);
  expect(run?.exitCode).toBe(2);
  expect(run?.complaint).toMatch(/--slow[^]+--quick[^]+--json/);
});

test("help measures nothing", async () => {
  const run = await runNode([main, "--help"]);
  expect(run).toMatchObject({ exitCode: 0, complaint: "" });
  expect(run?.output).toContain("--quick");
});
