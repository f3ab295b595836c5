import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCommand } from "./run-command.ts";
import type { Run } from "./run-command.ts";

const folder = mkdtempSync(join(tmpdir(), "scepscope-e2e-doctor-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const stateFolder = join(folder, "state");
const configFile = join(folder, "scepscope.yaml");
writeFileSync(configFile, `dataFolder: ${JSON.stringify(stateFolder)}\n`);

function logsWith(name: string, fields: string): string {
  const logs = join(folder, name);
  mkdirSync(join(logs, "IIS"), { recursive: true });
  const row = fields
    .split(" ")
    .map((field) => (field === "date" ? "2026-11-28" : field === "time" ? "10:00:00" : "-"));
  writeFileSync(
    join(logs, "IIS", "u_ex261128.log"),
    `#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Date: 2026-11-28 10:00:00\r\n#Fields: ${fields}\r\n${row.join(" ")}\r\n`,
  );
  return logs;
}

function doctor(...args: readonly string[]): Promise<Run> {
  return runCommand(["doctor", "up", ...args, "--config", configFile], { env: { HOME: folder } });
}

test("all is well where the logs have what joining needs, and nothing is left behind", async () => {
  const logs = logsWith(
    "whole",
    "date time cs-method cs-uri-stem cs-uri-query sc-status sc-substatus sc-win32-status time-taken",
  );
  const { code, out, err } = await doctor(logs);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("1 iis-w3c");
  expect(out).toContain("All is well.");
  expect(existsSync(stateFolder)).toBe(false);
});

test("fields that IIS does not log are named with the way to switch them on, with exit code 1", async () => {
  const logs = logsWith("lacking", "date time cs-method cs-uri-stem cs-uri-query sc-status");
  const { code, out } = await doctor(logs, "--json");
  expect(code).toBe(1);
  const findings = out
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(findings).toContainEqual(
    expect.objectContaining({ area: "logs", level: "warn", what: expect.stringContaining("time-taken") }),
  );
});

test("a folder that is not there is an error with exit code 2, and so is a state that cannot be kept", async () => {
  writeFileSync(stateFolder, "in the way");
  const { code, out } = await doctor(join(folder, "nothing"));
  rmSync(stateFolder);
  expect(code).toBe(2);
  expect(out).toMatch(/✗ there is no folder/);
  expect(out).toMatch(/✗ the data folder/);
});
