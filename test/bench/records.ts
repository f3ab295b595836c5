import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Format } from "../../collectors/contract/index.ts";
import { type Found, openReader } from "../../processors/records/index.ts";

export interface RecordSpeed {
  readonly format: Format;
  readonly records: number;
  readonly bytes: number;
  readonly recordsPerSecond: number;
  readonly megabytesPerSecond: number;
  /** Per second of processor time of all threads, garbage collection included: what a core does when others leave it alone. */
  readonly recordsPerCpuSecond: number;
}

/** Reads a made file of each text format from memory, in slices of 256 KiB; the best of five runs counts. No formats given: all. */
export function measureRecords(
  recordCount: number = 200_000,
  formats: readonly string[] = [],
): RecordSpeed[] {
  const chosen = [...writers].filter(([format]) => formats.length === 0 || formats.includes(format));
  return chosen.map(([format, write]) => measure(format, write(recordCount)));
}

/** Reads the bytes of a real file the same way. */
export function measureFile(format: Format, path: string): RecordSpeed {
  return measure(format, readFileSync(path));
}

/** The text formats that there is a maker for. */
export function measuredFormats(): readonly Format[] {
  return [...writers.keys()];
}

/** One line for each format. */
export function printRecords(speeds: readonly RecordSpeed[]): string {
  return speeds
    .map((speed) => {
      const rate = (speed.recordsPerSecond / 1e6).toFixed(2).padStart(6);
      const cpuRate = (speed.recordsPerCpuSecond / 1e6).toFixed(2).padStart(6);
      const megabytes = speed.megabytesPerSecond.toFixed(0).padStart(5);
      return `${speed.format.padEnd(10)} ${rate} M records/s ${megabytes} MB/s ${cpuRate} M records per CPU second`;
    })
    .join("\n");
}

const sliceBytes = 256 * 1024;
const runs = 5;

function measure(format: Format, bytes: Uint8Array): RecordSpeed {
  let bestMs = Number.POSITIVE_INFINITY;
  let bestCpuUs = Number.POSITIVE_INFINITY;
  let records = 0;
  for (let run = 0; run < runs; run += 1) {
    const begun = performance.now();
    const cpu = process.cpuUsage();
    records = readAll(format, bytes);
    bestMs = Math.min(bestMs, performance.now() - begun);
    const { user, system } = process.cpuUsage(cpu);
    bestCpuUs = Math.min(bestCpuUs, user + system);
  }
  const seconds = bestMs / 1000;
  return {
    format,
    records,
    bytes: bytes.length,
    recordsPerSecond: records / seconds,
    megabytesPerSecond: bytes.length / 1e6 / seconds,
    recordsPerCpuSecond: records / (bestCpuUs / 1e6),
  };
}

function readAll(format: Format, bytes: Uint8Array): number {
  const file = {
    id: "bench",
    host: "ndes01",
    path: "bench",
    format,
    encoding: "utf-8",
    modifiedAt: null,
  } as const;
  const reader = openReader({ file, offset: 0, context: "" });
  let records = 0;
  for (let from = 0; from < bytes.length; from += sliceBytes) {
    const found: Found = { records: [], rejected: [], regions: [] };
    reader.read(bytes.subarray(from, from + sliceBytes), found);
    records += found.records.length;
  }
  const last: Found = { records: [], rejected: [], regions: [] };
  reader.end(last);
  return records + last.records.length;
}

const writers: ReadonlyMap<Format, (count: number) => Uint8Array> = new Map([
  ["iis-w3c", iis],
  ["httperr", httpErr],
  ["cmtrace", cmtrace],
  ["svclog", svclog],
  ["event-xml", eventXml],
  ["omadm", omadm],
  ["console", appleConsole],
  ["text", plain],
]);

function lines(count: number, head: string, line: (index: number, time: string) => string): Uint8Array {
  const parts = [head];
  for (let index = 0; index < count; index += 1) parts.push(line(index, timeOf(index)));
  return Buffer.from(parts.join(""), "utf8");
}

/** About 30 records a second of log time. */
function timeOf(index: number): string {
  const second = Math.floor(index / 30) % 86_400;
  return [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map(padded).join(":");
}

function padded(value: number): string {
  return String(value).padStart(2, "0");
}

function iis(count: number): Uint8Array {
  const head =
    "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\r\n";
  const shapes = [
    (rest: string) =>
      `10.0.0.5 GET /certsrv/mscep/mscep.dll/pkiclient.exe operation=GetCACaps&message=default 443 - ${rest}`,
    (rest: string) =>
      `10.0.0.5 POST /certsrv/mscep/mscep.dll/pkiclient.exe operation=PKIOperation 443 - ${rest}`,
    () =>
      "::1 POST /CertificateRegistrationSvc/Certificate/VerifyRequest - 443 - ::1 NDES_Plugin - 201 0 0 875",
  ];
  const client = "Mozilla/4.0+(compatible;+Win32;+NDES+client+10.0.26100.1/ge_release)";
  return lines(count, head, (index, time) => {
    const rest = `10.0.3.${index % 250} ${client} - 200 0 0 ${index % 1500}`;
    return `2026-11-22 ${time} ${shapes[index % 3]?.(rest)}\r\n`;
  });
}

function httpErr(count: number): Uint8Array {
  const head =
    "#Software: Microsoft HTTP API 2.0\r\n#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename\r\n";
  return lines(
    count,
    head,
    (index, time) =>
      `2026-11-22 ${time} 10.0.3.${index % 250} ${40_000 + (index % 9_000)} 10.0.0.5 443 HTTP/1.1 GET /certsrv/mscep/mscep.dll?operation=GetCACaps 503 1 AppOffline SCEP\r\n`,
  );
}

function cmtrace(count: number): Uint8Array {
  const texts = [
    "Calling VerifyRequest ...",
    "Sending request to certificate registration point.",
    "Verify challenge returns true",
    "Exiting VerifyRequest with 0x0",
  ];
  return lines(
    count,
    "",
    (index, time) =>
      `<![LOG[${texts[index % 4]}]LOG]!><time="${time}.${100 + (index % 900)}+480" date="11-22-2026" component="NDESPlugin" context="" type="1" thread="${4000 + (index % 40)}" file="ndesplugin.cpp:${index % 700}">\r\n`,
  );
}

function svclog(count: number): Uint8Array {
  const texts = [
    "VerifyRequest Started.",
    "Validation Phase 1 finished with status True.",
    "VerifyRequest Finished with status True",
    "Reading SigningCertificate from HKLM\\SOFTWARE\\Microsoft\\MicrosoftIntune\\NDESConnector.",
  ];
  return lines(
    count,
    "",
    (index, time) =>
      `<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System xmlns="http://schemas.microsoft.com/2004/06/windows/eventlog/system"><EventID>0</EventID><Type>3</Type><SubType Name="Information">0</SubType><Level>8</Level><TimeCreated SystemTime="2026-11-22T${time}.${1_000_000 + (index % 8_999_999)}Z" /><Source Name="CertificateRegistrationPoint" /><Correlation ActivityID="{00000000-0000-0000-0000-000000000000}" /><Execution ProcessName="w3wp" ProcessID="4321" ThreadID="${index % 60}" /><Channel/><Computer>NDES01</Computer></System><ApplicationData>${texts[index % 4]}</ApplicationData></E2ETraceEvent>`,
  );
}

/** As wevtutil prints them: no root, one event a line. */
function eventXml(count: number): Uint8Array {
  return lines(
    count,
    "",
    (index, time) =>
      `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing' Guid='{11111111-2222-3333-4444-555555555555}'/><EventID>${4886 + (index % 3)}</EventID><Version>1</Version><Level>0</Level><Task>12805</Task><Opcode>0</Opcode><Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='2026-11-22T${time}.${1_000_000 + (index % 8_999_999)}Z'/><EventRecordID>${index}</EventRecordID><Correlation/><Execution ProcessID='712' ThreadID='${index % 60}'/><Channel>Security</Channel><Computer>ndes01.contoso.test</Computer><Security/></System><EventData><Data Name='RequestId'>${index}</Data><Data Name='Requester'>CONTOSO\\ndes$</Data><Data Name='Attributes'>ccm:ndes01.contoso.test</Data></EventData></Event>\r\n`,
  );
}

function omadm(count: number): Uint8Array {
  return lines(
    count,
    "",
    (index, time) =>
      `2026-11-22T${time}.2500000  VERB  Event  org.jscep.transport.UrlConnectionGetTransport  18327    ${index % 20}  Sending GetCACaps(ca) to https://ndes01.contoso.test/certsrv/mscep/mscep.dll\n`,
  );
}

function appleConsole(count: number): Uint8Array {
  return lines(
    count,
    "",
    (_, time) => `default\t${time}.801197-0400\tprofiled\tAttempting to retrieve issued certificate...\n`,
  );
}

function plain(count: number): Uint8Array {
  return lines(
    count,
    "",
    (index, time) => `2026-11-22T${time}Z step ${index} of something that nobody described\n`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values, positionals } = parseArgs({
    options: { json: { type: "boolean" }, file: { type: "string" } },
    allowPositionals: true,
  });
  const { file, json } = values;
  const speeds = file === undefined ? measureRecords(200_000, positionals) : [measureFile("iis-w3c", file)];
  process.stdout.write(`${json === true ? JSON.stringify(speeds) : printRecords(speeds)}\n`);
}
