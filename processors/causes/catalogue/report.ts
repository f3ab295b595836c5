import type { Cause } from "../../contract/index.ts";
import { documents } from "../documents.ts";

/** Stage 6: the connector reports. The certificate is issued; Intune does not know it. */
export const reportCauses: readonly Cause[] = [
  {
    id: "report.stuck-in-processing",
    stage: 6,
    severity: "warning",
    scope: "host",
    title: "Reports are stuck in CertificateRequestStatus\\Processing",
    signal:
      "A status file in Processing that is more than 15 minutes older than the newest record of this host.",
    why: "The connector service picks these files up and tells Intune. It is stopped, or its uploads fail: Intune shows the certificates as pending although devices have them.",
    steps: [
      "Check the service: `Get-Service -DisplayName *Intune*`; start it and watch the folder empty itself.",
      "Read the newest NDESConnector_*.svclog (NDESConnectorSvc\\Logs\\Logs) for upload errors.",
      "Check the way to Intune from the service's account: proxy (`netsh winhttp show proxy`), firewall, TLS inspection.",
      "If single files stay while others move on, open one in Notepad: it may be damaged; move it aside.",
    ],
    source: documents.reporting,
  },
  {
    id: "report.status-failed",
    stage: 6,
    severity: "warning",
    scope: "host",
    title: "Reports to Intune failed for good",
    signal: "A status file in CertificateRequestStatus\\Failed.",
    why: "The connector gave up on these files. The certificates exist, but Intune does not know them: the devices show an error or get new certificates again and again.",
    steps: [
      "Open a file in Notepad: it names device, user and thumbprint.",
      "Find the upload in NDESConnector_*.svclog at the file's time and read its error.",
      "When the reason is gone, move the files back to Processing: the connector tries again.",
    ],
    source: documents.reporting,
  },
  {
    id: "report.notify-failed",
    stage: 6,
    severity: "warning",
    scope: "request",
    title: "NDES could not notify the certificate registration point",
    signal: 'A Notify row other than 204, "Exiting Notify with" other than 0x0, or event 20602.',
    why: "The certificate was issued and delivered, but the second call of the policy module failed, so nothing will be reported: the site is down, its client certificate is refused, or the status file cannot be written.",
    steps: [
      "Read the status of the quoted Notify row: 403.x is the client certificate (see verify.client-certificate-untrusted), 500 the site (verify.crp-500).",
      "Check that the pool's identity may write to %ProgramFiles%\\Microsoft Intune\\CertificateRequestStatus\\Processing, and the free space of the disk.",
      'Read the CertificateRegistrationPoint svclog between "Notify Started" and "Notify Finished".',
    ],
    source: documents.reporting,
  },
  {
    id: "report.upload-retrying",
    stage: 6,
    severity: "info",
    scope: "request",
    title: "The connector tries again to report",
    signal: "Connector event 4009 or legacy event 20302.",
    why: "An upload to Intune failed and is repeated. It is fine if a success follows; if not, a network or proxy keeps the connector from Intune.",
    steps: [
      "Wait for event 4008 of the same request.",
      "If none comes: check proxy and firewall between the connector and *.manage.microsoft.com.",
      "Look at Microsoft's service health for Intune.",
    ],
    source: documents.connector,
  },
  {
    id: "report.upload-failed",
    stage: 6,
    severity: "warning",
    scope: "request",
    title: "The certificate is issued, but Intune was not told",
    signal: "Connector event 4002 (upload failed) or 4010 (notification could not be saved to disk).",
    why: "The connector gave up, or could not even keep the notification for later: disk full or no write access for its service account (4010), no way to Intune (4002).",
    steps: [
      "4010: check free space and the rights of the connector's service account on its folders under %ProgramFiles%\\Microsoft Intune and %ProgramData%\\Microsoft Intune.",
      "4002: check proxy and firewall to *.manage.microsoft.com and read the HRESULT of the quoted event.",
      "Let the device sync; if Intune still shows pending, the next renewal sets it right.",
    ],
    source: documents.connector,
  },
  {
    id: "report.not-reported",
    stage: 6,
    severity: "warning",
    scope: "request",
    title: "Issued, but no report to Intune followed",
    signal:
      "The certificate is issued, and within 15 minutes nothing follows where the same log would tell: no 4008 after 4006, no dropped status file after Notify; or the request stays open after Notify with 204.",
    why: "The connector should have told Intune by now. Its service is stopped, or its uploads hang.",
    steps: [
      "Check the service: `Get-Service -DisplayName *Intune*`.",
      "Legacy: look into CertificateRequestStatus\\Processing and NDESConnector_*.svclog. Unified: look for 4009, 4002 and 4010 in Microsoft-Intune-CertificateConnectors/Operational.",
      "Check the way to Intune: proxy, firewall, TLS inspection.",
    ],
    source: documents.reporting,
  },
];
