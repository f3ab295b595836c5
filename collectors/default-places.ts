import type { Place } from "./collect-options.ts";

/**
 * Where a standard server keeps the logs of both generations of the connector, of IIS and of the CA. Names in percent signs are environment variables, which the caller
 * puts in. All are optional: no server has all of them.
 *
 * Sources: Microsoft's pages on troubleshooting SCEP certificate deployment (connector and policy module), IIS and HTTP.sys logging, and the Configuration Manager
 * log reference (mscep.log).
 */
export function defaultPlaces(): readonly Place[] {
  return places.map(([name, path, include]) => ({
    name,
    path,
    include,
    exclude: [],
    host: null,
    optional: true,
  }));
}

const places: readonly (readonly [name: string, path: string, include: readonly string[]])[] = [
  ["IIS", "%SystemDrive%\\inetpub\\logs\\LogFiles", ["W3SVC*/*.log"]],
  ["HTTPERR", "%SystemRoot%\\System32\\LogFiles\\HTTPERR", ["httperr*.log"]],
  [
    "NDESPolicyModule",
    "%ProgramFiles%\\Microsoft Intune\\NDESPolicyModule\\Logs",
    ["NDESPlugin*.log", "NDESPlugin*.lo_"],
  ],
  ["NDESConnectorSvc", "%ProgramFiles%\\Microsoft Intune\\NDESConnectorSvc\\Logs", ["*.svclog"]],
  ["CertificateRequestStatus", "%ProgramFiles%\\Microsoft Intune\\CertificateRequestStatus", []],
  [
    "EventLogs",
    "%SystemRoot%\\System32\\Winevt\\Logs",
    [
      "Microsoft-Intune-CertificateConnectors%4Admin.evtx",
      "Microsoft-Intune-CertificateConnectors%4Operational.evtx",
      "Microsoft Intune Connector.evtx",
      "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider%4Admin.evtx",
      "Application.evtx",
      "System.evtx",
      "Security.evtx",
    ],
  ],
  ["Users", "%SystemDrive%\\Users", ["*/mscep.log", "*/mscep.lo_"]],
];
