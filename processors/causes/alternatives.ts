import type { HostActivity } from "../contract/index.ts";

/** Another cause that the same signal leaves open. `supported`: the host's activity speaks for it, so it comes first. */
export interface Alternative {
  readonly cause: string;
  readonly tellApart: string;
  readonly supported?: (activity: HostActivity) => boolean;
}

/** By the id of the claimed cause, likeliest first. */
export const alternatives: ReadonlyMap<string, readonly Alternative[]> = new Map([
  ["contact.http-500", [
    { cause: "contact.app-pool-crash", tellApart: "System log: WAS 5002, 5009 or 5011; Application log: Application Error 1000 for w3wp.exe", supported: near("host.pool-crashed") },
    { cause: "contact.ndes-not-started", tellApart: "Application log: NDES events 2, 10 or 53", supported: near("host.service-failed") },
    { cause: "contact.impersonation-right", tellApart: "sc-win32-status 1346 on the row (the field must be logged)" },
  ]],
  ["contact.app-pool-stopped", [
    { cause: "contact.app-pool-crash", tellApart: "System log: WAS 5002 (switched off after failures); Application Error 1000 just before", supported: near("host.pool-crashed") },
    { cause: "contact.ndes-not-started", tellApart: "Application log: NDES events 2, 10 or 53", supported: near("host.service-failed") },
  ]],
  ["contact.app-pool-crash", [
    { cause: "verify.client-certificate-expired", tellApart: "the certificate named by NDESCertThumbprint is past its end" },
    { cause: "verify.client-certificate-untrusted", tellApart: "an intermediate CA certificate in Cert:\\LocalMachine\\Root" },
  ]],
  ["contact.no-pki-operation", [
    { cause: "contact.missing-intermediate", tellApart: "the device log complains about a chain or an issuer" },
    { cause: "profile.root-missing", tellApart: "the root certificate is not installed on the device" },
  ]],
  ["verify.client-certificate-expired", [
    { cause: "contact.app-pool-crash", tellApart: "System log: WAS 5009; Application log: Application Error 1000 at that moment", supported: near("host.pool-crashed") },
    { cause: "verify.crp-unreachable", tellApart: "the run would go on with \"Failed to send http request\" after its time-out" },
  ]],
  ["verify.client-certificate-untrusted", [
    { cause: "verify.client-certificate-rejected", tellApart: "the substatus in IIS: 16 untrusted; 7 missing, 13 revoked, 17 expired" },
  ]],
  ["verify.client-certificate-rejected", [
    { cause: "verify.client-certificate-untrusted", tellApart: "substatus 16 in IIS" },
  ]],
  ["verify.crp-500", [
    { cause: "contact.app-pool-crash", tellApart: "System log: WAS 5009, 5011", supported: near("host.pool-crashed") },
    { cause: "verify.signing-certificate-missing", tellApart: "svclog: \"Signing certificate could not be retrieved\"" },
  ]],
  ["verify.signing-certificate-missing", [
    { cause: "host.connector-certificate", tellApart: "events 10102, 10301 or 10302 of the connector", supported: near("host.connector-event") },
    { cause: "host.connector-stopped", tellApart: "event 10020 without a later 10010", supported: near("host.connector-stopped") },
  ]],
  ["verify.challenge-reused", [
    { cause: "verify.challenge-expired", tellApart: "the device got its challenge more than an hour before; code 0x411 in the connector's log" },
    { cause: "verify.request-mismatch", tellApart: "svclog: \"do not match\" in validation phase 3" },
    { cause: "verify.connector-offline", tellApart: "from this moment on nobody passes" },
  ]],
  ["verify.connector-offline", [
    { cause: "verify.signing-certificate-missing", tellApart: "svclog: \"Signing certificate could not be retrieved\"; no SigningCertificate in the registry" },
    { cause: "host.connector-stopped", tellApart: "the connector's service is not running", supported: near("host.connector-stopped") },
    { cause: "verify.challenge-reused", tellApart: "one device alone, again and again" },
  ]],
  ["verify.refused", [
    { cause: "verify.challenge-reused", tellApart: "an earlier request of the same device used the challenge", supported: othersPass },
    { cause: "verify.challenge-expired", tellApart: "the device came more than an hour after it got the profile" },
    { cause: "verify.request-mismatch", tellApart: "validation phase 3 is the one that finished with False" },
    { cause: "verify.connector-offline", tellApart: "every other device is refused as well", supported: nobodyPasses },
  ]],
  ["issue.ca-unreachable", [
    { cause: "issue.permission-denied", tellApart: "0x80070005: DCOM access denied for the NDES service account" },
  ]],
  ["issue.denied", [
    { cause: "issue.template-unsupported", tellApart: "0x80094800 under Failed Requests" },
    { cause: "issue.permission-denied", tellApart: "0x80094012 under Failed Requests" },
    { cause: "issue.revocation-offline", tellApart: "0x80092013 under Failed Requests" },
  ]],
  ["deliver.failure-reply", [
    { cause: "verify.refused", tellApart: "NDES event 29 in the same second" },
    { cause: "issue.denied", tellApart: "NDES event 31 in the same second, or Failed Requests on the CA" },
  ]],
  ["report.stuck-in-processing", [
    { cause: "host.connector-stopped", tellApart: "event 10020 without a later 10010; Get-Service", supported: near("host.connector-stopped") },
    { cause: "host.connector-certificate", tellApart: "events 10102, 10301 or 10302", supported: near("host.connector-event") },
  ]],
  ["report.not-reported", [
    { cause: "host.connector-stopped", tellApart: "no connector events although IIS is busy", supported: near("host.connector-stopped") },
    { cause: "report.upload-failed", tellApart: "event 4002 or 4010" },
  ]],
  ["report.notify-failed", [
    { cause: "verify.client-certificate-untrusted", tellApart: "403.16 on the Notify row" },
    { cause: "verify.crp-500", tellApart: "500 on the Notify row, Application event 1310", supported: near("host.web-event/1310") },
  ]],
]);

function near(signal: string): (activity: HostActivity) => boolean {
  return (activity) => activity.signals.has(signal);
}

function othersPass(activity: HostActivity): boolean {
  return activity.verifiedNear > 0;
}

function nobodyPasses(activity: HostActivity): boolean {
  return activity.verifiedNear === 0 && activity.refusedNear > 0;
}
