import type { Encoding, Format } from "../../collectors/contract/index.ts";
import { cmtraceGrammar } from "../../processors/records/cmtrace/cmtrace-grammar.ts";
import { openCmtraceReader } from "../../processors/records/cmtrace/index.ts";
import { consoleLines } from "../../processors/records/console/console-lines.ts";
import { openConsoleReader } from "../../processors/records/console/index.ts";
import type { Grammar } from "../../processors/records/grammar.ts";
import { openOmadmReader } from "../../processors/records/omadm/index.ts";
import { omadmLine } from "../../processors/records/omadm/omadm-line.ts";
import type { Reader, ReaderStart } from "../../processors/records/reader.ts";
import { stampedLinesGrammar } from "../../processors/records/stamped-lines.ts";
import { openSvclogReader } from "../../processors/records/svclog/index.ts";
import { svclogGrammar } from "../../processors/records/svclog/svclog-grammar.ts";
import { openPlainTextReader } from "../../processors/records/text/index.ts";
import { plainLinesGrammar } from "../../processors/records/text/plain-lines-grammar.ts";
import { httpErrRowReader } from "../../processors/records/w3c/httperr-row.ts";
import { iisRowReader } from "../../processors/records/w3c/iis-row.ts";
import { openHttpErrReader, openIisReader } from "../../processors/records/w3c/index.ts";
import { w3cGrammar } from "../../processors/records/w3c/w3c-grammar.ts";

/** A text format, and what a file of it is made of. */
export interface TextFormat {
  readonly format: Format;
  readonly open: (start: ReaderStart) => Reader;
  readonly grammar: (start: ReaderStart) => Grammar;
  /** What a file of this format is made of, whole and broken. */
  readonly pieces: readonly string[];
}

const svcEvent = (time: string, text: string): string =>
  `<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System xmlns="x"><EventID>0</EventID><Type>3</Type><SubType Name="Information">0</SubType><Level>8</Level><TimeCreated SystemTime="${time}" /><Source Name="CertificateRegistrationPoint" /><Correlation ActivityID="{00000000-0000-0000-0000-000000000000}" /><Execution ProcessName="w3wp" ProcessID="7" ThreadID="9" /><Channel/><Computer>NDES01</Computer></System><ApplicationData>${text}</ApplicationData></E2ETraceEvent>`;

/** What may stand anywhere. */
export const everywhere: readonly string[] = [
  "\n",
  "\r\n",
  "\0",
  "\0\0\0",
  " ",
  "é",
  "\u{1f511}",
  "\t",
  "<",
  "x",
];

export const textFormats: readonly TextFormat[] = [
  {
    format: "iis-w3c",
    open: openIisReader,
    grammar: (start) => w3cGrammar(start, iisRowReader),
    pieces: [
      "#Fields: date time cs-method cs-uri-stem sc-status time-taken\r\n",
      "#Fields: date time sc-status cs-method cs-uri-stem X-Forwarded-For\n",
      "#Software: Microsoft Internet Information Services 10.0\r\n",
      "2026-11-22 10:00:00 GET /certsrv 200 31\r\n",
      "2026-11-22 10:00:01 200 GET /ü 10.0.0.1\n",
      "2026-02-30 10:00:00 GET /certsrv 200 31\r\n",
      "2026-11-22 10:0",
      "#Fields",
    ],
  },
  {
    format: "httperr",
    open: openHttpErrReader,
    grammar: (start) => w3cGrammar(start, httpErrRowReader),
    pieces: [
      "#Fields: date time c-ip c-port sc-status s-reason s-queuename\r\n",
      "2026-11-22 10:00:00 10.0.0.1 5000 503 AppOffline SCEP\r\n",
      "2026-11-22 10:00:00 10.0.0.1 5000 - Timer_ConnectionIdle - \r\n",
      "2026-11-22 10:00:00 10.0.0.1 5000 - Timer_ConnectionIdle\r\n",
    ],
  },
  {
    format: "cmtrace",
    open: openCmtraceReader,
    grammar: () => cmtraceGrammar(),
    pieces: [
      '<![LOG[Calling VerifyRequest ...]LOG]!><time="10:00:00.123+060" date="11-22-2026" component="NDESPlugin" context="" type="1" thread="12" file="a.cpp:1">\r\n',
      '<![LOG[Verify challenge returns <!DOCTYPE html>\r\n<html>403</html>]LOG]!><time="10:00:00.1" date="1-2-2026" component="N" context="" type="3" thread="1" file="">\n',
      "Exiting Notify with 0x0  $$<NDESPlugin><11-22-2026 10:00:00.123+060><thread=12 (0xC)>\r\n",
      "Calling Notifyrequest ...\r\n",
      "Verify challenge returns <!DOCTYPE html>\r\n<body>\r\n",
      "</html>\r\n",
      "<![LOG[",
      "]LOG]!>",
      '<time="10:00:00.123+060" date="13-22-2026">',
      "$$<",
    ],
  },
  {
    format: "svclog",
    open: openSvclogReader,
    grammar: () => svclogGrammar(),
    pieces: [
      svcEvent("2026-11-22T10:00:00.1234567Z", "VerifyRequest Started."),
      svcEvent("2026-11-22T10:00:00.1234567+01:00", "a &lt; b &#xA; ü"),
      svcEvent("2026-11-31T10:00:00Z", "no such day"),
      svcEvent("2026-11-22T10:00:00Z", "&bomb;"),
      "<E2ETraceEvent>",
      "<E2ETraceEvent",
      "</E2ETraceEvent>",
      "<E2ETraceEvents>",
      "<![CDATA[",
      '<?xml version="1.0"?>',
    ],
  },
  {
    format: "omadm",
    open: openOmadmReader,
    grammar: () => stampedLinesGrammar(omadmLine),
    pieces: [
      "2026-11-22T10:00:00.2500000  VERB  Event  org.jscep.A  18327    10  Sending ü\r\n",
      "2026-11-22T10:00:00.8209999\tINFO\tcom.microsoft.B\t18327\t0010\tThere are 1 requests\n",
      "    at java.lang.Thread.run\n",
      "2026-11-22T25:00:00.2500000  VERB  Event  a  1  1  x\n",
      "2026-11-22T",
    ],
  },
  {
    format: "console",
    open: openConsoleReader,
    grammar: () => stampedLinesGrammar(consoleLines(null)),
    pieces: [
      "debug    18:30:55.487908 -0500    profiled    Sending CSR via GET.\\ \n",
      "default\t23:58:54.801197-0400\tCertificateService\tPerforming\n",
      "2026-11-22 10:00:00.123456-0500 0x1a2b  Default  0x0  77  0  profiled: (ManagedConfiguration) hello\n",
      "Nov 22 10:00:00 iPad profiled[77] <Notice>: (Error) MC: Cannot retrieve SCEP identity\n",
      "Line 12: Nov 22 10:00:01 iPad profiled[77] <Notice>: (Note ) MC: x\r\n",
      "    Desc : The SCEP server returned an invalid response.\n",
      "debug    18:30:5",
    ],
  },
  {
    format: "text",
    open: openPlainTextReader,
    grammar: () => plainLinesGrammar(),
    pieces: ["2026-11-22T10:00:00Z hello\n", "[2026-11-22 10:00:00,123] x\r\n", "no stamp ü\n"],
  },
];

export const textEncodings: readonly Encoding[] = ["utf-8", "windows-1252", "utf-16le", "utf-16be"];

export function encoded(text: string, encoding: Encoding, extraByte: boolean): Uint8Array {
  if (encoding === "utf-8") return new Uint8Array(Buffer.from(text, "utf8"));
  if (encoding === "windows-1252")
    return new Uint8Array(Buffer.from(text.replaceAll("\ufeff", ""), "latin1"));
  const units = Buffer.from(text, "utf16le");
  const bytes = encoding === "utf-16be" ? units.swap16() : units;
  return new Uint8Array(extraByte ? Buffer.concat([bytes, Buffer.from([0x41])]) : bytes);
}
