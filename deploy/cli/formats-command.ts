import { formats } from "../../collectors/contract/index.ts";
import type { Format } from "../../collectors/contract/index.ts";
import type { FormatList } from "./catalogue-schemas.ts";
import type { Output } from "./output.ts";

/** Prints what can be read, and how each format is recognised. */
export async function formatsCommand(flags: { readonly json?: boolean }, output: Output): Promise<number> {
  if (flags.json === true) {
    const list: FormatList = {
      formats: formats.map((format) => ({ format, what: rows[format][0], knownBy: rows[format][1] })),
    };
    await output.write(`${JSON.stringify(list)}\n`);
    return 0;
  }
  const wide = Math.max(...formats.map((format) => format.length));
  await output.write(
    "What scepscope reads. Content decides; the name only where the content shows nothing.\n\n",
  );
  for (const format of formats) {
    const [what, knownBy] = rows[format];
    const margin = " ".repeat(wide + 2);
    await output.write(`${format.padEnd(wide)}  ${what}\n${margin}known by: ${knownBy}\n`);
  }
  await output.write(
    "\nEncodings: UTF-8 and UTF-16 with or without a byte order mark, else ANSI (Windows-1252).\n" +
      "Archives: .zip, and .zip directly within it; others (.cab, .7z, .rar, .tar) have to be unpacked first. A single log may be packed with gzip (.gz).\n" +
      "Not read: events saved as text or CSV (save them as .evtx or XML); logs of IIS in other formats than W3C.\n" +
      "A folder per host gives the host; a name inside of the logs wins.\n",
  );
  return 0;
}

const rows: Readonly<Record<Format, readonly [what: string, knownBy: string]>> = {
  "iis-w3c": ["IIS access log of the NDES site", "#Software or #Fields with cs-uri-stem; name u_ex*.log"],
  httperr: [
    "HTTP.sys error log",
    "#Software: Microsoft HTTP API, or #Fields with s-reason; name httperr*.log",
  ],
  cmtrace: [
    "NDESPlugin.log of the legacy policy module",
    "<![LOG[ … ]LOG]!>, the server form $$<…>, or its bare texts; also .lo_",
  ],
  svclog: ["certificate registration point and NDES connector traces", "<E2ETraceEvent; name *.svclog"],
  evtx: ["Windows event log as the system keeps it", "the file header ElfFile"],
  "event-xml": ["Windows events exported by wevtutil or the Event Viewer", "<Event> with <System>"],
  "status-file": [
    "upload queue of the legacy connector",
    "the folder CertificateRequestStatus, or *.CRS; the folder is the state",
  ],
  omadm: ["Android Company Portal, OMADM.log", "its line: stamp, level, class, process, thread, text"],
  console: [
    "iOS, iPadOS and macOS console",
    "its line: level, time with offset, process; or the syslog form",
  ],
  text: ["CloudExtension.log, mscep.log", "the name; lines are kept as evidence"],
};
