import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { liveCommand, waiting } from "./live-command.ts";
import { repository } from "../support/planted-tree.ts";

const place = mkdtempSync(join(tmpdir(), "scepscope-fleet-script-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

test(
  "npm run fleet -- --alerts: the page answers and counts, the first notification is there, in plain text where nobody watches, and Ctrl-C ends it with 0 and leaves nothing",
  { timeout: 400_000 },
  async () => {
    const script = join(repository, "deploy/dev/run.mjs");
    const command = await liveCommand(["fleet", "--alerts"], { script, env: { TMPDIR: place } });
    expect((await fetch(command.url)).status).toBe(200);
    const said = (): string => command.said().out;
    await expect.poll(said, waiting).toMatch(/[1-9]\d* requests: \d+ succeeded/);
    await expect
      .poll(said, waiting)
      .toMatch(/firing +info +all +ScepWatchdog\n.+\n +http:.+\/runbooks\/ScepWatchdog\n/);
    const { code, out } = await command.end("SIGINT");
    expect(code).toBe(0);
    expect(out).not.toContain("\x1B");
    expect(readdirSync(place)).toEqual([]);
  },
);
