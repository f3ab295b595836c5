import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Format } from "../../collectors/contract/index.ts";
import { type LogRecord, openReader } from "../../processors/records/index.ts";
import { flawOf, readInPieces, startOf } from "../support/read-records.ts";

/** Real log excerpts, looked at line by line; the folder is named from outside and nothing of it is kept here. */
const folder = process.env["SCEPSCOPE_SAMPLES"] ?? "";

it.runIf(folder === "")("without SCEPSCOPE_SAMPLES the real text logs are not looked at", () => {
  expect(folder).toBe("");
});

/** Cut every 777 bytes: real files go through the same joints as live ones. */
function readFile(format: Format, name: string) {
  return readBytes(format, readFileSync(join(folder, name)));
}

function readBytes(format: Format, bytes: Uint8Array) {
  const cuts = Array.from({ length: Math.floor(bytes.length / 777) }, (_, index) => (index + 1) * 777);
  const found = readInPieces(openReader(startOf(format)), bytes, cuts);
  expect(flawOf(found, bytes.length)).toBeNull();
  return found;
}

function linesOf(name: string): string[] {
  return readFileSync(join(folder, name), "utf8").split("\n");
}

const iso = (record: LogRecord | undefined): string => new Date(record?.at ?? Number.NaN).toISOString();
const textOf = (record: LogRecord | undefined): string =>
  record !== undefined && "text" in record ? record.text : "";

describe.skipIf(folder === "")("real text logs of devices and clients", () => {
  it("Android OMADM: 21 lines, local clock, threads, the transaction id and the last state", () => {
    const { records, rejected } = readFile("omadm", "android_omadm_ms_docs.log");
    expect(rejected).toEqual([]);
    expect(records).toHaveLength(21);
    expect(records.every(({ clock }) => clock === "local")).toBe(true);
    expect(records[4]).toMatchObject({
      level: "VERB",
      source: "org.jscep.message.PkiMessageEncoder",
      processId: "18327",
      thread: "10",
    });
    expect(iso(records[4])).toBe("2018-02-27T05:16:21.822Z");
    expect(textOf(records[4])).toContain("transId=251E592A777C82996C7CF96F3AAADCF996FC31FF]");
    expect(records[7]).toMatchObject({ level: "INFO", processId: "9595", thread: "9" });
    expect(textOf(records[7])).toMatch(/^Root cert '17…' state changed from CERT_INSTALL_REQUESTED/);
    expect(records[20]).toMatchObject({ thread: "21" });
    expect(textOf(records[20])).toMatch(/CERT_ACCESS_REQUESTED to CERT_ACCESS_GRANTED$/);
  });

  it("iOS console: 10 lines in two forms, time of day in UTC, without the residue of copying", () => {
    const { records, rejected } = readFile("console", "ios_profiled_ms_docs.log");
    expect(rejected).toEqual([]);
    expect(records).toHaveLength(10);
    expect(records.every((record) => record.format === "console" && record.process === "profiled")).toBe(
      true,
    );
    expect(records[0]).toMatchObject({ clock: "time-of-day", level: "debug" });
    expect(iso(records[0])).toBe("1970-01-01T23:30:53.691Z");
    expect(textOf(records[3])).toBe("Sending CSR via GET.");
    expect(textOf(records[4])).toMatch(/operation=PKIOperation&message=MIAGCSqGSIb3DQEHAqCA[\w+/]+$/);
    expect(textOf(records[9])).toMatch(
      /^Profile “www\.windowsintune\.com\.SCEP\.ModelName=.*;Hash=-912418295” installed\.$/,
    );
  });

  it("ConfigMgr client log: 10 entries, two of them over many lines without a bias, one with a short bias", () => {
    const { records, rejected } = readFile("cmtrace", "cmtrace_sccm_various.log");
    expect(rejected).toEqual([]);
    expect(records.map((record) => [iso(record), record.clock])).toEqual([
      ["2014-11-28T14:03:19.766Z", "utc"],
      ["2014-11-28T14:03:19.766Z", "utc"],
      ["2015-01-02T10:22:50.842Z", "local"],
      ["2015-01-02T10:22:50.873Z", "local"],
      ["2014-12-23T01:33:10.647Z", "utc"],
      ["2014-12-23T01:33:10.647Z", "utc"],
      ["2014-12-29T15:07:41.047Z", "utc"],
      ["2014-12-28T07:59:43.373Z", "utc"],
      ["2014-11-26T03:20:47.594Z", "utc"],
      ["2014-11-24T09:52:13.827Z", "utc"],
    ]);
    expect(records[0]).toMatchObject({
      thread: "8744",
      component: "AppEnforce",
      severity: 1,
      source: "appprovider.cpp:1702",
    });
    expect(records[2]).toMatchObject({ thread: "16", component: "SCClient", severity: 0, source: "" });
    expect(textOf(records[3])).toContain('DeploymentReport = "<ConfigurationItemReport');
    expect(textOf(records[3])).toMatch(/WmiConnectionManager at GetInstance\)$/);
  });

  it("a single CMTrace line below a comment: bias +420 is seven hours behind UTC", () => {
    const { records, rejected } = readFile("cmtrace", "cmtrace_real_line.txt");
    expect(rejected).toEqual([]);
    expect(records).toMatchObject([
      { form: "bare" },
      { form: "ccm", thread: "1256", component: "ApplyOperatingSystem" },
    ]);
    expect(iso(records[1])).toBe("2015-06-26T21:24:33.329Z");
  });
});

describe.skipIf(folder === "")("real text logs of servers", () => {
  it("service trace in the writer's layout: five events, one second apart, then an escaped exception", () => {
    const { records, rejected } = readFile("svclog", "SYNTHETIC_svclog_exact_writer_layout.svclog");
    expect(rejected).toEqual([]);
    expect(records.map((record) => [iso(record), textOf(record)])).toEqual([
      ["2018-03-07T21:47:04.123Z", "VerifyRequest Started."],
      ["2018-03-07T21:47:05.123Z", "Validation Phase 1 finished with status True."],
      ["2018-03-07T21:47:06.123Z", "Validation Phase 3 finished with status True."],
      ["2018-03-07T21:47:07.123Z", "VerifyRequest Finished with status True"],
      ["2018-03-07T21:48:00.000Z", 'SYNTHETIC multi-line\r\nSystem.Exception: "x" & <y>'],
    ]);
    expect(records[4]).toMatchObject({ level: "Error", thread: "9", processId: "4321", activityId: "" });
  });

  it("formatted service traces among prose: the whole event is read, the headings are junk, the cut one is torn", () => {
    const { records, rejected } = readFile("svclog", "svclog_generic_mbam_and_wcf.svclog.txt");
    expect(records).toMatchObject([
      {
        level: "Error",
        eventId: "15183",
        source: "Microsoft.Mbam.CoreService",
        processId: "4332",
        thread: "11",
        activityId: "",
      },
    ]);
    expect(iso(records[0])).toBe("2013-07-05T14:48:06.282Z");
    expect(textOf(records[0])).toMatch(/^AddUpdateVolume: .*8637036e-b379-4798-bd9e-5a0b36296de3\)\.$/);
    expect(rejected.map(({ reason }) => reason)).toEqual([
      "record.malformed",
      "record.malformed",
      "record.torn",
    ]);
  });

  it("IIS rows: the one complete row is read, rows whose author took words away are rejected, none by a wrong column", () => {
    const { records, rejected } = readFile("iis-w3c", "iis_w3c_ndes_lines.log");
    expect(records).toMatchObject([
      {
        method: "GET",
        stem: "/certsrv/mscep/mscep.dll",
        query: "operation=GetCACert&message=SCEP%20Authority",
        clientIp: "10.5.14.22",
        userAgent: "profiled/1.0+CFNetwork/811.5.4+Darwin/16.6.0",
        status: 500,
        win32: 1346,
        timeTakenMs: 31,
      },
    ]);
    expect(iso(records[0])).toBe("2017-08-08T20:22:16.000Z");
    expect(rejected.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 9 }, () => "record.field-count"),
    );
  });

  it("HTTPERR rows under the headers that they were written with", () => {
    const lines = linesOf("httperr_lines.log");
    const rowsUnder = (header: number, rows: readonly number[]): LogRecord[] => {
      const text = [header, ...rows].map((line) => `${lines[line - 1] ?? ""}\n`).join("");
      const { records, rejected } = readBytes("httperr", Buffer.from(text));
      expect(rejected).toEqual([]);
      return records;
    };
    const first = rowsUnder(2, [7, 8, 10, 11, 12]);
    expect(first.map(iso)).toEqual([
      "2011-02-25T11:18:33.000Z",
      "2007-04-12T07:37:51.000Z",
      "2005-03-13T23:02:53.000Z",
      "2002-07-05T18:45:09.000Z",
      "2002-07-05T20:06:01.000Z",
    ]);
    expect(first[0]).toMatchObject({
      status: 503,
      reason: "AppOffline",
      queue: "DefaultAppPool",
      clientIp: "119.188.13.68",
      clientPort: 4010,
    });
    expect(first[2]).toMatchObject({ status: 414, reason: "URL_Length", queue: "", uri: "" });
    expect(first[4]).toMatchObject({ status: -1, reason: "Timer_MinBytesPerSecond", method: "" });
    expect(rowsUnder(3, [14])).toMatchObject([
      { uri: "/", reason: "Timer_ConnectionIdle", queue: "", clientPort: 51_000 },
    ]);
    // The whole file is no log: three headers follow each other, and no row fits the last.
    expect(readFile("httperr", "httperr_lines.log").rejected).toHaveLength(6);
  });
});
