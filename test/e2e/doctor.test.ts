import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { svclogEvent } from "../simulation/formats/svclog-event.ts";
import { writeZip } from "../unit/collectors/write-zip.ts";
import { leaveRoom } from "../support/leave-room.ts";
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

test("the folder that `up` is to be started with can be looked at in place of the configured one", async () => {
  const logs = logsWith("placed", "date time cs-method cs-uri-stem cs-uri-query sc-status time-taken");
  const elsewhere = join(folder, "elsewhere");
  const run = await doctor(logs, "--data", elsewhere);
  expect(unwrapped(run)).toContain(`${elsewhere} can be written to`);
  writeFileSync(elsewhere, "in the way");
  const blocked = await doctor(logs, "--data", elsewhere);
  rmSync(elsewhere);
  expect(blocked.code).toBe(2);
  expect(unwrapped(blocked)).toContain(`the data folder "${elsewhere}" cannot be made`);
  const among = await doctor(logs, "--data", join(logs, "state"));
  expect({ code: among.code, out: unwrapped(among) }).toEqual({
    code: 2,
    out: expect.stringContaining("would be followed as logs"),
  });
});

/** As if the terminal had no right border. */
function unwrapped({ out }: Run): string {
  return out.replaceAll(/\s+/g, " ");
}

function omadmLog(...folders: readonly string[]): void {
  const place = join(folder, ...folders);
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, "OMADM.log"),
    `2026-11-22T10:00:00.2500000  VERB  Event  org.jscep.A  18327    10  Here is ${folders.join(" ")}\n`,
  );
}

test("a clock that does not tell its zone is named with what is taken for it, and configured it is well", async () => {
  for (const host of ["ndes08", "ndes09"]) omadmLog("zones", host);
  const logs = join(folder, "zones");
  const unknown = await doctor(logs);
  expect(unknown.code).toBe(1);
  expect(unwrapped(unknown)).toMatch(
    /! the clocks of 2 files, such as ndes08\/OMADM.log, do not tell their zone, and nobody has named that of ndes08 and ndes09: it is read as UTC, .* → name it for ndes08 and ndes09 under/,
  );
  const given = await doctor(logs, "--zone", "Europe/Berlin");
  expect(given.code).toBe(0);
  expect(unwrapped(given)).toContain("configured as Europe/Berlin");
});

test("logs that nothing names a host of are taken to be of this machine, in its zone, and that is said", async () => {
  const log = join(folder, "NDESPlugin.log");
  const attributes =
    'time="10:00:00.123" date="11-28-2026" component="NDESPlugin" context="" type="1" thread="5" file=""';
  writeFileSync(log, `<![LOG[Calling VerifyRequest ...]LOG]!><${attributes}>\r\n`);
  const run = await doctor(log);
  expect(run.code).toBe(1);
  expect(unwrapped(run)).toContain("it is taken to be that of this machine");
});

test("not those that lie beside logs which name another server: up reads them as that server's", async () => {
  const logs = join(folder, "copied");
  mkdirSync(logs);
  const attributes =
    'time="10:00:00.123" date="11-28-2026" component="NDESPlugin" context="" type="1" thread="5" file=""';
  writeFileSync(join(logs, "NDESPlugin.log"), `<![LOG[Calling VerifyRequest ...]LOG]!><${attributes}>\r\n`);
  const from = { source: "NDESConnector", process: "NDESConnectorSvc", processId: 4, thread: 9 } as const;
  const event = { stamp: Date.UTC(2026, 10, 28, 9), ...from, computer: "NDES77", text: "Started" } as const;
  writeFileSync(
    join(logs, "NDESConnector_2026-11-28_090000.svclog"),
    svclogEvent({ ...event, level: "Information" }),
  );
  expect(unwrapped(await doctor(logs))).toContain("nobody has named that of ndes77: it is read as UTC");
});

test("files that no reader knows are counted, and a form that is not read comes with what to do", async () => {
  const logs = logsWith(
    "strangers",
    "date time cs-method cs-uri-stem cs-uri-query sc-status sc-substatus sc-win32-status time-taken",
  );
  writeFileSync(join(logs, "readme.md"), "what these logs are");
  writeFileSync(join(logs, "empty.log"), "");
  const first = await doctor(logs);
  expect(first.code).toBe(0);
  expect(unwrapped(first)).toMatch(/one file below .* is left alone: readme.md/);
  writeFileSync(join(logs, "logs.cab"), "MSCF");
  const second = await doctor(logs);
  expect(second.code).toBe(1);
  expect(unwrapped(second)).toMatch(/! logs.cab is not read as it is → a cabinet: unpack it first/);
});

test("of a configured folder only what is followed is looked at", async () => {
  const logs = logsWith("patterns", "date time cs-method cs-uri-stem cs-uri-query sc-status time-taken");
  writeFileSync(join(logs, "secret.cab"), "MSCF");
  const file = join(folder, "patterns.yaml");
  const places = [{ path: logs, include: ["IIS/*.log"] }];
  writeFileSync(file, JSON.stringify({ dataFolder: stateFolder, defaultPlaces: false, places }));
  const { out } = await runCommand(["doctor", "up", "--config", file], { env: { HOME: folder } });
  expect(out).toContain("1 iis-w3c");
  expect(out).not.toContain("secret.cab");
});

test("logs in an archive are not counted, because nobody follows them, and an archive that is named is an error", async () => {
  const logs = logsWith(
    "zipped",
    "date time cs-method cs-uri-stem cs-uri-query sc-status sc-substatus sc-win32-status time-taken",
  );
  const log = readFileSync(join(logs, "IIS", "u_ex261128.log"), "utf8");
  const archive = join(logs, "of-october.zip");
  const bytes = Buffer.from(log.replaceAll("2026-11-28", "2026-10-01"));
  writeFileSync(archive, writeZip([{ name: "IIS/u_ex261001.log", bytes }]));
  const { code, out } = await doctor(logs);
  expect(code).toBe(0);
  expect(out).toContain("1 iis-w3c");
  expect(out).toContain("is not followed: of-october.zip");
  const named = await doctor(archive);
  expect(named.code).toBe(2);
  expect(named.out).toContain("is an archive, which cannot be followed");
});

test("nothing is left behind in a data folder that takes nothing, either", async () => {
  const full = join(folder, "full");
  mkdirSync(full);
  const { code, out } = await runCommand(["doctor", "up", logsWith("fit", "date time"), "--data", full], {
    env: { HOME: folder },
    started: (pid) => leaveRoom({ pid }, "1"),
  });
  expect(code).toBe(2);
  expect(out).toContain(`the data folder "${full}" cannot be written to`);
  expect(readdirSync(full)).toEqual([]);
});
