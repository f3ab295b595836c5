import type { Cause } from "../../contract/index.ts";
import { documents } from "../documents.ts";

/** Stage 5: the device gets it. */
export const deliverCauses: readonly Cause[] = [
  {
    id: "deliver.failure-reply",
    stage: 5,
    severity: "warning",
    scope: "request",
    title: "The reply was a 200, but carried a failure",
    signal:
      "A PKIOperation answered with 200, or a CertRep with status FAILURE, for a request that failed, with no nearer reason in stage 3 or 4; or an Apple device that could not use the reply (MCSCEPErrorDomain 22013, MDM-SCEP 15002, MDM_SCEP_Enroll with -603), where no certificate is known to be issued.",
    why: "HTTP 200 is not a certificate: NDES wraps its refusal into a well-formed SCEP reply. The reason lies in stage 3 or 4, and no record of these that could be joined to this request tells it: their logs are missing, or they stand in a request of the same moment that shares no identifier with this one, such as the server's side of what a device logged.",
    steps: [
      "Look for a failed request of the same seconds at the NDES server: where the device sends by POST its log and the server's have no identifier in common, and the server's request names the reason.",
      "Add logs that are missing to the bundle: Application log of the NDES server (events 29 and 31), NDESPlugin.log and CertificateRegistrationPoint svclog, or the connector's Operational channel.",
      "Read failInfo of the reply if the device log shows it: 0 algorithm, 1 integrity check, 2 bad request, 3 time, 4 unknown certificate.",
      "Look at Failed Requests on the CA for the same minute.",
    ],
    source: documents.scep,
  },
  {
    id: "deliver.client-gone",
    stage: 5,
    severity: "warning",
    scope: "request",
    title: "The device hung up before the answer",
    signal:
      "A PKIOperation row with sc-win32-status 64 or 1236, or an HTTPERR row with the reason Client_Reset or Connection_… (but not Connection_Abandoned_…) for it.",
    why: "The connection was dropped before the reply was sent, mostly by a proxy whose time-out is shorter than the time that the CA takes. The certificate may have been issued without the device having it; its next attempt then meets a used challenge.",
    steps: [
      "Compare time-taken of the quoted row with the time-outs on the way (application proxy: Backend Application Timeout = Long).",
      "See which stage was slow: the waterfall of this request shows it.",
      "Let the device sync for a fresh challenge; revoke the certificate that nobody received if your policy asks for it.",
    ],
    source: documents.httpErrors,
  },
  {
    id: "deliver.install-failed",
    stage: 5,
    severity: "warning",
    scope: "request",
    title: "The device could not install the certificate",
    signal:
      "An Android state with FAIL, Windows event 32, 307 or 310, or an install error of an Apple device.",
    why: "The device received an answer but could not install it. Its own words are in the quoted evidence.",
    steps: [
      "Read the text and code of the quoted lines; for Windows: `certutil -error <code>`.",
      "Windows: check the key storage provider of the profile against the TPM: tpm.msc, `Get-Tpm`.",
      "Android: a device lock (PIN) must be set before certificates can be installed; check storage and work profile.",
      "Apple: check that the trusted certificate profiles are installed (Settings > General > VPN & Device Management), and that the template does not demand more than Apple takes: certtmpl.msc > Extensions > Key Usage, Signature is proof of origin is off.",
    ],
    source: documents.delivery,
  },
  {
    id: "deliver.waiting-for-user",
    stage: 5,
    severity: "info",
    scope: "request",
    title: "The device waits for its user",
    signal: "Android stays in CERT_INSTALL_REQUESTED or CERT_ACCESS_REQUESTED.",
    why: "Under device administrator the user has to accept the certificate, or its use, in a notification. Samsung Knox and Android Enterprise install silently.",
    steps: [
      "Ask the user to open the Company Portal notification and accept.",
      "Consider Android Enterprise: a work profile or fully managed device needs no user for this.",
    ],
    source: documents.delivery,
  },
  {
    id: "deliver.reissue-loop",
    stage: 5,
    severity: "warning",
    scope: "host",
    title: "One device gets certificates again and again",
    signal: "At least four certificates for one device within six hours.",
    why: "Intune believes that the device still needs one: the profile changes all the time (its hash differs), VPN on demand starts it anew, or the device or the connector never reports success.",
    steps: [
      "Look at the requests of this device: `scepscope analyze … --key <device id>`.",
      "Compare the hash in the profile key between attempts: if it changes, something edits the profile or its assignment.",
      "Check stage 6 of these requests: without a report Intune sends the profile again.",
      "Check the device log for an install that fails after delivery.",
    ],
    source: documents.delivery,
  },
];
