import type { Format } from "../../collectors/contract/index.ts";
import { openCmtraceReader } from "./cmtrace/index.ts";
import { openConsoleReader } from "./console/index.ts";
import { openOmadmReader } from "./omadm/index.ts";
import type { Reader, ReaderStart } from "./reader.ts";
import { openStatusFileReader } from "./status-file/index.ts";
import { openSvclogReader } from "./svclog/index.ts";
import { openPlainTextReader } from "./text/index.ts";
import { openHttpErrReader, openIisReader } from "./w3c/index.ts";
import { openEventXmlReader, openEvtxReader } from "./windows-event/index.ts";

/** The reader of a file's format, ready for the byte at `start.offset`. */
export function openReader(start: ReaderStart): Reader {
  return readers[start.file.format](start);
}

const readers: Readonly<Record<Format, (start: ReaderStart) => Reader>> = {
  "iis-w3c": openIisReader,
  httperr: openHttpErrReader,
  cmtrace: openCmtraceReader,
  svclog: openSvclogReader,
  evtx: openEvtxReader,
  "event-xml": openEventXmlReader,
  "status-file": openStatusFileReader,
  omadm: openOmadmReader,
  console: openConsoleReader,
  text: openPlainTextReader,
};
