import { expect, test } from "vitest";
import { sniff } from "../../../../collectors/index.ts";
import { iisHead } from "../folder.ts";

const event =
  "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>29</EventID></System></Event>";

const contents: readonly (readonly [string, string, string | null])[] = [
  ["x.log", iisHead, "iis-w3c"],
  ["x.log", "# collected by hand\n#Fields: date time cs-method cs-uri-stem sc-status\n", "iis-w3c"],
  ["x.log", "2026-11-22 10:00:00 192.0.2.1 GET /certsrv/mscep/mscep.dll - 80\n", "iis-w3c"],
  ["x.log", "#Software: Microsoft HTTP API 2.0\n#Version: 1.0\n", "httperr"],
  [
    "x.log",
    "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename\n",
    "httperr",
  ],
  [
    "x.log",
    "2026-11-22 10:00:00 192.0.2.1 51000 192.0.2.2 443 HTTP/1.1 GET /certsrv 503 1 AppOffline SCEP\n",
    "httperr",
  ],
  ["x.log", "#Fields: date time action protocol src-ip dst-ip\n", null],
  [
    "x.log",
    '<![LOG[Calling VerifyRequest ...]LOG]!><time="10:00:00.000+0" date="11-22-2026" component="NDESPlugin">',
    "cmtrace",
  ],
  [
    "x.log",
    "Exiting Notify with 0x0  $$<NDESPlugin><11-22-2026 10:00:00.000+0><thread=12 (0xC)>\n",
    "cmtrace",
  ],
  ["x.log", "Exiting VerifyRequest with 0x0\n", "cmtrace"],
  ["NDESPlugin.lo_", "anything\n", "cmtrace"],
  ["x.svclog.txt", '<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent">', "svclog"],
  ["x.txt", "title\n\n<E2ETraceEvent>\n", "svclog"],
  ["x.xml", event, "event-xml"],
  ["x.xml", `<?xml version="1.0"?>\n<Events>${event}</Events>`, "event-xml"],
  ["x.xml", "<Configuration><Event/></Configuration>", null],
  ["x.evtx", "ElfFile\0\0\0", "evtx"],
  [
    "x.log",
    "2026-11-22T10:00:00.1230000  VERB  Event  com.example.certs.Enroller  1832  10  There are 1 requests\n",
    "omadm",
  ],
  [
    "x.log",
    "2026-11-22T10:00:00.1230000  INFO  com.example.certs.Enroller  1832  00010  There are 1 requests\n",
    "omadm",
  ],
  ["x.log", "debug    10:00:00.123456 -0500    profiled    Sending CSR via GET.\n", "console"],
  ["x.log", "default\t10:00:00.123456-0400\tCertificateService\tDone\n", "console"],
  ["x.log", "Nov 22 10:00:00 ipad profiled[123] <Notice>: (Note ) MC: Profile installed\n", "console"],
  ["x.log", "Line 12: Nov  2 10:00:00 ipad profiled[123] <Notice>: text\n", "console"],
  ["CloudExtension.log", "free words\n", "text"],
  ["mscep.log.txt", "free words\n", "text"],
  ["C/CertificateRequestStatus/Processing/0A0B", "<a/>", "status-file"],
  ["certificaterequeststatus/odd.txt", "", "status-file"],
  ["u_ex261122.log", "", "iis-w3c"],
  ["u_ex261122.log", "\0\0\0\0\0\0\0\0", "iis-w3c"],
  ["u_ex261122_x.log.txt", "garbage", "iis-w3c"],
  ["httperr12.log", "", "httperr"],
  ["OMADM.log", "", "omadm"],
  ["setup.log", "Installation finished\n", null],
  ["u_ex261122.log", "PK\x03\x04 a renamed archive", null],
];

test.each(contents)("%s with %j is %s", (path, text, format) => {
  expect(sniff(Buffer.from(text), path)?.format ?? null).toBe(format);
});

const text = `${iisHead}2026-11-22 10:00:00 192.0.2.1 GET /caf\u00e9 200 1\n`;
const utf16be = (value: string): Buffer => Buffer.from(value, "utf16le").swap16();

test.each([
  ["utf-8", Buffer.from(text)],
  ["utf-8", Buffer.from(`\uFEFF${text}`)],
  ["utf-8", Buffer.from(iisHead)],
  ["utf-8", Buffer.from(`${iisHead}\u00e9`).subarray(0, -1)],
  ["windows-1252", Buffer.from(text, "latin1")],
  ["utf-16le", Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["utf-16le", Buffer.from(text, "utf16le")],
  ["utf-16be", utf16be(`\uFEFF${text}`)],
  ["utf-16be", utf16be(text)],
])("%s is told from the bytes, and the format is seen through it", (encoding, head) => {
  expect(sniff(head, "some.log")).toEqual({ format: "iis-w3c", encoding });
});
