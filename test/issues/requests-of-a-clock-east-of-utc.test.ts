import { describe, expect, test, vi } from "vitest";
import { AnalysisSchema } from "../../processors/contract/analysis-schema.ts";
import { liveCommand, waiting } from "../e2e/live-command.ts";
import { runCommand } from "../e2e/run-command.ts";
import { folderWith } from "../unit/collectors/folder.ts";

const fields = "date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status time-taken";
const minute = 60_000;

const clockOf = (at: number): string => new Date(at).toISOString().slice(11, 23);

/** What the policy module and IIS write of one request that begins at `at`, ms UTC; the plug-in in its local time, and does not say so. */
function requestAt(at: number, eastMs: number): { readonly plugin: string; readonly iis: string } {
  const line = (afterMs: number, text: string): string => {
    const local = at + eastMs + afterMs;
    const [year, month, day] = new Date(local).toISOString().slice(0, 10).split("-");
    return `<![LOG[${text}]LOG]!><time="${clockOf(local)}" date="${month}-${day}-${year}" component="NDESPlugin" context="" type="1" thread="7" file="a.cpp:1">\n`;
  };
  const row = (afterMs: number, call: string, rest: string): string =>
    `${new Date(at + afterMs).toISOString().slice(0, 10)} ${clockOf(at + afterMs).slice(0, 8)} POST ${call} ${rest}\n`;
  return {
    plugin: [
      line(30, "Calling VerifyRequest ..."),
      line(34, "Sending request to certificate registration point."),
      line(427, "Verify challenge returns true"),
      line(430, "Exiting VerifyRequest with 0x0"),
      line(700, "Calling Notifyrequest ..."),
      line(790, "Exiting Notify with 0x0"),
    ].join(""),
    iis: [
      row(425, "/CertificateRegistrationSvc/Certificate/VerifyRequest", "- 10.0.0.5 NDES_Plugin 201 390"),
      row(785, "/CertificateRegistrationSvc/Certificate/Notify", "- 10.0.0.5 NDES_Plugin 204 70"),
      row(1300, "/certsrv/mscep/mscep.dll/pkiclient.exe", "operation=PKIOperation 10.1.0.7 NDES 200 1300"),
    ].join(""),
  };
}

function logsOf(moments: readonly number[], eastMs: (at: number) => number): Record<string, string> {
  const written = moments.map((at) => requestAt(at, eastMs(at)));
  return {
    "ndes01/NDESPlugin.log": written.map(({ plugin }) => plugin).join(""),
    "ndes01/u_ex1.log": `#Fields: ${fields}\n${written.map(({ iis }) => iis).join("")}`,
  };
}

const every = (from: string, steps: number, stepMs: number): readonly number[] =>
  Array.from({ length: steps }, (_, index) => Date.parse(from) + index * stepMs);

const summer = logsOf(every("2026-07-10T08:05:00.300Z", 10, 17 * minute), () => 120 * minute);
const changedAt = Date.parse("2026-10-25T01:00:00Z");
const eastInAutumn = (at: number): number => (at < changedAt ? 120 * minute : 60 * minute);
/** None falls into the hour that is there twice. */
const autumn = logsOf(every("2026-10-24T16:50:00.300Z", 10, 140 * minute), eastInAutumn);
/** Four of its first time, and three of its second. */
const night = logsOf(every("2026-10-24T23:15:00.300Z", 10, 17 * minute), eastInAutumn);

async function outcomesOf(args: readonly string[]): Promise<readonly string[]> {
  const { out } = await runCommand(["analyze", "--json", ...args]);
  return AnalysisSchema.parse(JSON.parse(out)).requests.map(({ outcome }) => outcome);
}

const allSucceeded = Array.from({ length: 10 }, () => "succeeded");

describe("a log in the time of a place east of UTC is put in order by what its stamps mean, not by what they say", () => {
  test.each([
    { name: "with the zone given", flags: ["--zone", "Europe/Berlin"] },
    { name: "with the zone inferred", flags: [] },
  ])("$name", async ({ flags }) => {
    expect(await outcomesOf([folderWith(summer), ...flags])).toEqual(allSucceeded);
  });
});

test.each([
  { name: "a log that goes on while its clock is put back has two offsets", logs: autumn },
  {
    name: "and the order of its lines tells which of them holds in the hour that is there twice",
    logs: night,
  },
])("$name", async ({ logs }) => {
  expect(await outcomesOf([folderWith(logs), "--zone", "Europe/Berlin"])).toEqual(allSucceeded);
});

test.each([
  { name: "in summer", logs: summer },
  { name: "while its clock is put back", logs: autumn },
  { name: "in the hour that is there twice", logs: night },
])("the same log followed from its beginning, $name", async ({ logs }) => {
  const folders = [folderWith(logs), "--data", folderWith({})];
  const up = await liveCommand(["up", ...folders, "--listen", "127.0.0.1:0", "--zone", "Europe/Berlin"]);
  await vi.waitFor(async () => {
    const answer = await fetch(`${up.url}/api/v1/summary`);
    expect(await answer.json()).toMatchObject({ requests: 10, provisional: 0, outcomes: { succeeded: 10 } });
  }, waiting);
  await up.end("SIGTERM");
});
