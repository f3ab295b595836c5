import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { liveCommand } from "../e2e/live-command.ts";
import { repository } from "../support/planted-tree.ts";

const place = mkdtempSync(join(tmpdir(), "scepscope-start-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What a newcomer does first. */
test("npm start is the demo: it names its page, the page answers, and Ctrl-C ends it with 0 and leaves nothing", async () => {
  const script = join(repository, "deploy/dev/run.mjs");
  const command = await liveCommand(["start", "--speed", "30"], { script, env: { TMPDIR: place } });
  expect(command.said().out).toContain("scepscope demo");
  expect((await fetch(command.url)).status).toBe(200);
  await command.saw(/Healthy/);
  const { code, out } = await command.end("SIGINT");
  expect(code).toBe(0);
  expect(out).toContain("its files are removed");
  expect(readdirSync(place)).toEqual([]);
});
