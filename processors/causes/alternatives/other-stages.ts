import { near } from "./alternative.ts";
import type { Alternatives } from "./alternative.ts";

/** What a signal of any other stage leaves open. */
export const otherAlternatives: Alternatives = new Map([
  [
    "contact.http-500",
    [
      {
        cause: "contact.app-pool-crash",
        tellApart:
          "System log: WAS 5009, 5010 or 5011 for the SCEP pool; Application log: Application Error 1000 for w3wp.exe",
        supported: near("host.pool-crashed"),
      },
      {
        cause: "contact.ndes-not-started",
        tellApart: "Application log: NDES events 2, 10 or 53",
        supported: near("host.service-failed"),
      },
      {
        cause: "contact.impersonation-right",
        tellApart: "sc-win32-status 1346 on the row (the field must be logged)",
      },
    ],
  ],
  [
    "contact.app-pool-stopped",
    [
      {
        cause: "contact.app-pool-crash",
        tellApart: "System log: WAS 5002 (switched off after failures); Application Error 1000 just before",
        supported: near("host.pool-crashed", "host.pool-stopped/5002"),
      },
      {
        cause: "contact.ndes-not-started",
        tellApart: "Application log: NDES events 2, 10 or 53",
        supported: near("host.service-failed"),
      },
    ],
  ],
  [
    "contact.app-pool-crash",
    [
      {
        cause: "verify.client-certificate-expired",
        tellApart: "the certificate named by NDESCertThumbprint is past its end",
      },
      {
        cause: "verify.client-certificate-untrusted",
        tellApart: "an intermediate CA certificate in Cert:\\LocalMachine\\Root",
      },
    ],
  ],
  [
    "contact.no-pki-operation",
    [
      {
        cause: "contact.missing-intermediate",
        tellApart: "the device log complains about a chain or an issuer",
      },
      { cause: "profile.root-missing", tellApart: "the root certificate is not installed on the device" },
    ],
  ],
  [
    "issue.ca-unreachable",
    [
      {
        cause: "issue.permission-denied",
        tellApart: "0x80070005: DCOM access denied for the NDES service account",
      },
    ],
  ],
  [
    "issue.denied",
    [
      { cause: "issue.template-unsupported", tellApart: "0x80094800 under Failed Requests" },
      { cause: "issue.permission-denied", tellApart: "0x80094012 under Failed Requests" },
      { cause: "issue.revocation-offline", tellApart: "0x80092013 under Failed Requests" },
    ],
  ],
  [
    "deliver.failure-reply",
    [
      { cause: "verify.refused", tellApart: "NDES event 29 in the same second" },
      { cause: "issue.denied", tellApart: "NDES event 31 in the same second, or Failed Requests on the CA" },
    ],
  ],
  [
    "report.stuck-in-processing",
    [
      {
        cause: "host.connector-stopped",
        tellApart: "event 10020 without a later 10010; Get-Service",
        supported: near("host.connector-stopped"),
      },
      {
        cause: "host.connector-certificate",
        tellApart: "events 10102, 10301 or 10302",
        supported: near("host.connector-event"),
      },
    ],
  ],
  [
    "report.not-reported",
    [
      {
        cause: "host.connector-stopped",
        tellApart: "no connector events although IIS is busy",
        supported: near("host.connector-stopped"),
      },
      { cause: "report.upload-failed", tellApart: "event 4002 or 4010" },
    ],
  ],
  [
    "report.notify-failed",
    [
      { cause: "verify.client-certificate-untrusted", tellApart: "403.16 on the Notify row" },
      {
        cause: "verify.crp-500",
        tellApart: "500 on the Notify row, Application event 1310",
        supported: near("host.web-event/1310"),
      },
    ],
  ],
]);
