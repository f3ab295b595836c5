/**
 * The log formats that scepscope can read. A format says how bytes are cut into records, not what they mean.
 *
 * | format        | files                                                                           |
 * |---------------|---------------------------------------------------------------------------------|
 * | `iis-w3c`     | IIS access logs, W3C extended format                                            |
 * | `httperr`     | HTTP.sys error logs                                                             |
 * | `cmtrace`     | NDESPlugin.log: CMTrace entries, the server form `$$<`, bare lines              |
 * | `svclog`      | CertificateRegistrationPoint and NDESConnector service traces                   |
 * | `evtx`        | Windows event logs as the system keeps them                                     |
 * | `event-xml`   | Windows events exported as XML by wevtutil or the Event Viewer                  |
 * | `status-file` | one file of CertificateRequestStatus; its folder is its state                   |
 * | `omadm`       | Android Company Portal OMADM.log                                                |
 * | `console`     | iOS, iPadOS and macOS console lines                                             |
 * | `text`        | CloudExtension.log, mscep.log: lines without a known grammar                    |
 */
export const formats = [
  "iis-w3c",
  "httperr",
  "cmtrace",
  "svclog",
  "evtx",
  "event-xml",
  "status-file",
  "omadm",
  "console",
  "text",
] as const;

export type Format = (typeof formats)[number];

/** Formats whose clocks are local, or may be. The others tell their zone, or are written in UTC. */
export const localFormats: ReadonlySet<Format> = new Set<Format>(["cmtrace", "omadm", "console", "text"]);

/** Formats whose records tell the machine that wrote them. */
export const namingFormats: ReadonlySet<Format> = new Set<Format>(["svclog", "evtx", "event-xml"]);

/** Formats that only servers write. */
export const serverFormats: ReadonlySet<string> = new Set<Format>([
  "iis-w3c",
  "httperr",
  "cmtrace",
  "svclog",
  "status-file",
]);

/** How the bytes of a file stand for characters. `windows-1252` stands for any single-byte ANSI page. */
export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "binary"] as const;

export type Encoding = (typeof encodings)[number];
