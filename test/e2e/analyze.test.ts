import { expect, test } from "vitest";
import { AnalysisSchema } from "../../processors/contract/analysis-schema.ts";
import { folderWith } from "../unit/collectors/folder.ts";
import { runCommand } from "./run-command.ts";

const call = (clock: string, text: string): string =>
  `<![LOG[${text}]LOG]!><time="${clock}+0" date="11-22-2026" component="NDESPlugin" context="" type="1" thread="7" file="a.cpp:1">\n`;

const run = (minute: string, verdict: string): string =>
  call(`10:${minute}:00.100`, "Calling VerifyRequest ...") +
  call(`10:${minute}:00.120`, "Sending request to certificate registration point.") +
  call(`10:${minute}:00.400`, `Verify challenge returns ${verdict}`) +
  call(`10:${minute}:00.410`, `Exiting VerifyRequest with ${verdict === "true" ? "0x0" : "0x80004005"}`);

const issued =
  call("10:00:01.100", "Calling Notifyrequest ...") + call("10:00:01.200", "Exiting Notify with 0x0");

const healthy = {
  "ndes01/NDESPlugin.log": run("00", "true") + issued,
  "ndes02/NDESPlugin.log": run("05", "true").replaceAll("Plugin ", ""),
};
const broken = { "ndes01/NDESPlugin.log": run("00", "true") + issued + run("01", "false") };

test("the JSON is one analysis by its schema, the same for the same input", async () => {
  const folder = folderWith({
    ...broken,
    "readme.md": "x",
    "torn/u_ex261122.log": "2026-11-22 10:00:00 x\n",
  });
  const first = await runCommand(["analyze", folder, "--json"]);
  expect(first).toMatchObject({ code: 1, err: "" });
  const analysis = AnalysisSchema.parse(JSON.parse(first.out));
  expect(analysis.requests).toHaveLength(2);
  expect(analysis.sources.map(({ path, host }) => [path, host])).toEqual([
    ["ndes01/NDESPlugin.log", "ndes01"],
    ["torn/u_ex261122.log", ""],
  ]);
  expect(analysis.rejected).toMatchObject([
    { path: "readme.md", reason: "file.unknown-format" },
    { reason: "record.no-header" },
  ]);
  expect((await runCommand(["analyze", folder, "--json"])).out).toBe(first.out);
});

test("evidence can be checked in the file: its range begins and ends with the record", async () => {
  const folder = folderWith(broken);
  const { out } = await runCommand(["analyze", folder, "--json"]);
  const log = Buffer.from(broken["ndes01/NDESPlugin.log"]);
  for (const { evidence } of AnalysisSchema.parse(JSON.parse(out)).requests) {
    for (const { offset, length } of evidence) {
      expect(log.subarray(offset, offset + length).toString()).toMatch(/^<!\[LOG\[[^<]*\]LOG\]!><[^<]*>\n$/);
    }
  }
});

test("exit code and text tell a good bundle from a bad one", async () => {
  const good = await runCommand([
    "analyze",
    folderWith({ "ndes01/NDESPlugin.log": healthy["ndes01/NDESPlugin.log"] }),
  ]);
  expect(good).toMatchObject({ code: 0, err: "" });
  const bad = await runCommand(["analyze", folderWith(broken)]);
  expect(bad).toMatchObject({ code: 1, err: "" });
  expect(bad.out).toMatch(/1 of 2 .*failed/);
  expect(bad.out).not.toContain("\u001b");
});

test("what could not be read is no good news: without a failure the exit code is 2, in text and JSON", async () => {
  const good = { "ndes01/NDESPlugin.log": healthy["ndes01/NDESPlugin.log"] };
  const noise = folderWith({ "ndes01/events.evtx": `ElfFile\0${"x".repeat(5000)}` });
  const headers = folderWith({
    "u_ex261122.log": "#Software: IIS\n#Fields: date time cs-method c-ip sc-status\n",
  });
  const torn = folderWith({ ...good, "more.zip": "PK\u0003\u0004 torn" });
  for (const form of [[], ["--json"]]) {
    for (const folder of [noise, headers, torn])
      expect(await runCommand(["analyze", folder, ...form])).toMatchObject({ code: 2 });
    const failed = folderWith({ ...broken, "more.zip": "PK\u0003\u0004 torn" });
    expect(await runCommand(["analyze", failed, ...form])).toMatchObject({ code: 1 });
  }
  expect((await runCommand(["analyze", noise])).out).toContain("why is told below");
  expect((await runCommand(["analyze", headers])).out).toContain("they hold headers only, or nothing");
  expect((await runCommand(["analyze", torn])).out).toMatch(
    /^◐ The one certificate request succeeded, but 1 file or archive could not be read in full\n/,
  );
});

const row = "2026-11-22 10:00:00 GET /certsrv/mscep/mscep.dll 200\n";
const iisHead = "#Software: IIS\n#Fields: date time cs-method cs-uri-stem sc-status time-taken\n";

test("a log that was rejected as a whole is no good news either, and it is not said to be absent", async () => {
  const good = { "ndes01/NDESPlugin.log": healthy["ndes01/NDESPlugin.log"] };
  const folder = folderWith({ ...good, "ndes01/u_ex261122.log": iisHead + row.repeat(50) });
  for (const form of [[], ["--json"]])
    expect(await runCommand(["analyze", folder, ...form])).toMatchObject({ code: 2, err: "" });
  const { out } = await runCommand(["analyze", folder]);
  expect(out).toMatch(/^◐ The one certificate request succeeded, but 1 file or archive could not be read/);
  expect(out).toMatch(/50 +not read, record\.field-count[^]*u_ex261122\.log/);
  expect(out).not.toContain("no IIS access log");
  const { out: json } = await runCommand(["analyze", folder, "--json"]);
  const [request] = AnalysisSchema.parse(JSON.parse(json)).requests;
  const shown = await runCommand(["analyze", folder, "--key", request?.id ?? ""]);
  expect(shown).toMatchObject({
    code: 2,
    out: expect.stringContaining("`analyze` without --key says which"),
  });
});

test("a record that is cut off at the end of a log is shown, and changes no exit code", async () => {
  const torn = { "ndes01/NDESPlugin.log": `${healthy["ndes01/NDESPlugin.log"]}<![LOG[Calling Ver` };
  const { code, out } = await runCommand(["analyze", folderWith(torn)]);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^✓[^]*1 +not read, record\.torn/) });
});

test("filters leave the requests asked for, and decide the exit code", async () => {
  const folder = folderWith(broken);
  const succeeded = await runCommand(["analyze", folder, "--json", "--until", "2026-11-22T10:00:30Z"]);
  expect(succeeded.code).toBe(0);
  expect(AnalysisSchema.parse(JSON.parse(succeeded.out)).requests).toHaveLength(1);
  const failed = await runCommand(["analyze", folder, "--json", "--outcome", "failed"]);
  expect(failed.code).toBe(1);
  expect(AnalysisSchema.parse(JSON.parse(failed.out)).requests).toMatchObject([{ outcome: "failed" }]);
});

test("--key shows one request with its lines, and says when no request has it", async () => {
  const folder = folderWith(broken);
  const { out } = await runCommand(["analyze", folder, "--json", "--outcome", "failed"]);
  const [request] = AnalysisSchema.parse(JSON.parse(out)).requests;
  const shown = await runCommand(["analyze", folder, "--key", request?.id ?? ""]);
  expect(shown).toMatchObject({ code: 1, err: "" });
  expect(shown.out).toContain("Verify challenge returns false");
  expect(shown.out).toContain("ndes01/NDESPlugin.log:");
  for (const form of [[], ["--json"]]) {
    const none = await runCommand(["analyze", folder, "--key", "DEADBEEF", ...form]);
    expect(none).toMatchObject({ code: 2, out: "", err: expect.stringContaining("input.unknown-key") });
  }
});

test("records of no request are not narrowed by a filter, and it is said", async () => {
  const note = `${iisHead}2026-11-22 10:00:00 GET /certsrv/mscep/mscep.dll 200 1\n`;
  const folder = folderWith({ ...healthy, "ndes02/u_ex261122.log": note });
  const { out: all } = await runCommand(["analyze", folder]);
  expect(all).toMatch(/ 1 +record belongs to no request/);
  const { out: narrowed } = await runCommand(["analyze", folder, "--host", "ndes01"]);
  expect(narrowed).toMatch(/ 1 +record of all these logs, whatever was asked for, belongs\s+to no request/);
});

test("filters that leave nothing are told apart from logs without requests", async () => {
  const folder = folderWith(broken);
  const none = await runCommand(["analyze", folder, "--outcome", "open"]);
  expect(none).toMatchObject({ code: 0, out: expect.stringContaining("None of the 2 certificate requests") });
  const one = await runCommand(["analyze", folder, "--outcome", "failed"]);
  expect(one.out).toContain("1 other request left out by the filters");
});

test("a host that no log is of is a slip, and the hosts there are are named", async () => {
  for (const form of [[], ["--json"]]) {
    expect(await runCommand(["analyze", folderWith(healthy), "--host", "ndse01", ...form])).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/"ndse01" \[input\.unknown-host\]\n.*ndes01, ndes02/),
    });
  }
  const known = await runCommand(["analyze", folderWith(healthy), "--host", "ndes02.contoso.test"]);
  expect(known).toMatchObject({ code: 0, err: "" });
});

test("files that were not read are named", async () => {
  const { out } = await runCommand(["analyze", folderWith({ ...broken, "readme.md": "x" })]);
  expect(out).toMatch(/1 +not read, file\.unknown-format[^]*\(readme\.md\)/);
});
