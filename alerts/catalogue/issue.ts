import { hostMetrics } from "../../processors/contract/index.ts";
import type { Alert, Duration, Runbook } from "../alert.ts";
import { rise, unlessHistory } from "../promql.ts";
import { recordedRise } from "../sums.ts";
import type { AlertName } from "../usual.ts";

const { decisions, issueErrors } = hostMetrics;

interface ReasonAlert {
  readonly name: AlertName;
  readonly reason: string;
  readonly cause: string;
  readonly about?: readonly string[];
  readonly summary: string;
  readonly runbook: Omit<Runbook, "steps">;
}

const fixed =
  "Event 4886 and 4887 of the CA follow each other again, and devices get their certificate at their next sync.";

/** Stage 4: the CA does not issue. By class of its result code, since each class has its own remedy. */
export const issueAlerts: readonly Alert[] = [
  reasonAlert({
    name: "ScepCaUnreachable",
    reason: "ca-unreachable",
    cause: "issue.ca-unreachable",
    summary: "NDES on {{ $labels.host }} could not reach the CA",
    runbook: {
      meaning: "NDES got an RPC error (0x800706ba and its like) when it passed a request on.",
      impact: "Nobody gets a certificate from this CA through this server.",
      check: [
        "Application log, source NetworkDeviceEnrollmentService, event 31 with 0x800706ba.",
        '`certutil -ping -config "CA-HOST\\CA-NAME"` from this server.',
      ],
      fixed,
    },
  }),
  reasonAlert({
    name: "ScepTemplateUnsupported",
    reason: "template-unsupported",
    cause: "issue.template-unsupported",
    summary: "The CA did not know the template that NDES on {{ $labels.host }} asked for",
    runbook: {
      meaning:
        "The CA refuses with 0x80094800: the template is not published there, or is written with its display name.",
      impact: "Nobody gets a certificate of this template.",
      check: [
        "NDES event 31 or the CA's event 53 with 0x80094800.",
        "`certutil -CATemplates` on the CA, and `HKLM\\SOFTWARE\\Microsoft\\Cryptography\\MSCEP` on this server.",
      ],
      fixed,
    },
  }),
  reasonAlert({
    name: "ScepEnrollPermissionDenied",
    reason: "permission-denied",
    cause: "issue.permission-denied",
    summary: "The NDES account of {{ $labels.host }} was not allowed to enroll for the template",
    runbook: {
      meaning: "The CA refuses with 0x80094012.",
      impact: "Nobody gets a certificate of this template through this server.",
      check: ["NDES event 31 or the CA's event 53 with 0x80094012."],
      fixed,
    },
  }),
  reasonAlert({
    name: "ScepRevocationOffline",
    reason: "revocation-offline",
    cause: "issue.revocation-offline",
    summary: "The CA could not check revocation for requests from {{ $labels.host }}",
    runbook: {
      meaning:
        "The CA refuses with 0x80092013: a CRL is expired or its distribution point cannot be reached.",
      impact:
        "Nobody gets a certificate until there is a valid CRL; services that check certificates may fail as well.",
      check: [
        "NDES event 31 or the CA's event 53 with 0x80092013.",
        "`pkiview.msc`, or `certutil -verify -urlfetch` for the CA's certificate.",
      ],
      fixed,
    },
  }),
  reasonAlert({
    name: "ScepIssueCertificateExpired",
    reason: "certificate-expired",
    cause: "issue.certificate-expired",
    summary: "A certificate that issuing needs is out of its validity, for requests from {{ $labels.host }}",
    runbook: {
      meaning: "The CA refuses with 0x800b0101: an RA certificate of NDES, or one of a CA, has expired.",
      impact: "Nobody gets a certificate through this server.",
      check: [
        "NDES event 31 or the CA's event 53 with 0x800b0101.",
        "`Get-ChildItem Cert:\\LocalMachine\\My | Sort-Object NotAfter` on this server.",
      ],
      fixed,
    },
  }),
  reasonAlert({
    name: "ScepKeyTooSmall",
    reason: "key-too-small",
    cause: "issue.key-too-small",
    summary: "Devices at {{ $labels.host }} sent keys that are smaller than the template allows",
    runbook: {
      meaning: "The CA refuses with CERTSRV_E_KEY_LENGTH.",
      impact: "Devices with this profile get no certificate.",
      check: ["NDES event 31 or the CA's event 53 that speak of the minimum size of the key."],
      fixed,
    },
  }),
  reasonAlert({
    name: "ScepSubjectRefused",
    reason: "subject-refused",
    cause: "issue.subject-refused",
    summary: "The CA refused the names in requests from {{ $labels.host }}",
    runbook: {
      meaning:
        "The CA refuses with CERTSRV_E_BAD_REQUESTSUBJECT, CERTSRV_E_SUBJECT_…_REQUIRED or CERT_E_INVALID_NAME.",
      impact: "Devices whose name it refuses get no certificate: those with a long one, or all of a profile.",
      check: [
        "NDES event 31 or the CA's event 53 with the code.",
        "`certsrv.msc` > Failed Requests: the name of each.",
      ],
      fixed,
    },
  }),
  reasonAlert({
    name: "ScepIssueFailing",
    reason: "other",
    cause: "issue.denied",
    summary: "The CA refused requests from {{ $labels.host }}",
    runbook: {
      meaning: "The CA says no with a result code that has no alert of its own.",
      impact: "These devices get no certificate.",
      check: [
        "Certification Authority console > Failed Requests: Request Disposition Message.",
        "NDES event 31, CA event 53 or 4888: the HRESULT.",
      ],
      fixed,
    },
  }),
  {
    name: "ScepIssuePending",
    part: "servers",
    by: ["host"],
    cause: "issue.pending",
    about: ["issue.pending"],
    expression: ({ window, count }) =>
      unlessHistory(
        `max by (host) (${rise(decisions, 'decision="pending"', { window, by: "host, teller" })}) >= ${count}`,
        window,
      ),
    summary: "The CA held SCEP requests back for approval ({{ $labels.host }})",
    now: "{{ $value | humanize }} requests were held in the last {window}.",
    link: { cause: "issue.pending", since: "2h" },
    runbook: {
      meaning: "The CA set requests to pending: the template wants the approval of a certificate manager.",
      impact: "SCEP through Intune cannot wait for an approval: these devices fail.",
      check: ["Certification Authority console > Pending Requests.", "Security log of the CA: event 4889."],
      steps: [],
      fixed: "No further event 4889.",
    },
  },
];

function reasonAlert({ name, reason, cause, about = [cause], summary, runbook }: ReasonAlert): Alert {
  return {
    name,
    part: "servers",
    by: ["host"],
    cause,
    about,
    expression: ({ window, count }) => unlessHistory(refusedFor(reason, window, count), window),
    summary,
    now: "{{ $value | humanize }} requests were refused for it in the last {window}.",
    link: { cause, since: "1h" },
    runbook: { ...runbook, steps: [] },
  };
}

/** NDES and the CA both tell of one refusal, on two hosts. NDES is believed first; the CA's word counts where no NDES of the fleet tells of any. */
function refusedFor(reason: string, window: Duration, count: number): string {
  const told = (tellers: string): string =>
    `max by (host) (${recordedRise(issueErrors, `teller=~"${tellers}",issue_reason="${reason}"`, window)}) >= ${count}`;
  return `${told("ndes|connector")}\nor on (host) (\n  ${told("ca-application|ca-security")}\n  unless on () ${told("ndes|connector")}\n)`;
}
