import type { AlertName } from "../../../alerts/index.ts";
import type { AlertCase } from "../case.ts";
import { burst, onNdes01 } from "../case.ts";

const refused = (teller: string, reason: string, host = "ndes01"): string =>
  `scep_issue_errors_total{host="${host}",teller="${teller}",issue_reason="${reason}"}`;

const reasons: readonly (readonly [alert: AlertName, reason: string, count: number])[] = [
  ["ScepCaUnreachable", "ca-unreachable", 2],
  ["ScepTemplateUnsupported", "template-unsupported", 3],
  ["ScepEnrollPermissionDenied", "permission-denied", 2],
  ["ScepRevocationOffline", "revocation-offline", 2],
  ["ScepIssueCertificateExpired", "certificate-expired", 2],
  ["ScepKeyTooSmall", "key-too-small", 3],
  ["ScepSubjectRefused", "subject-refused", 3],
  ["ScepIssueFailing", "other", 5],
];

export const issueCases: readonly AlertCase[] = [
  ...reasons.map(([alert, reason, count]): AlertCase => ({
    alert,
    labels: onNdes01,
    // The CA tells of the same refusals on its own host: one alert, not two.
    fires: {
      [refused("ndes", reason)]: burst(count),
      [refused("ca-application", reason, "ca01")]: burst(count),
    },
    at: "14m",
    endsAt: "90m",
    below: {
      [refused("ndes", reason)]: burst(count - 1),
      [refused("ca-application", reason, "ca01")]: burst(count - 1),
    },
    now: String(count),
  })),
  {
    alert: "ScepCaUnreachable",
    // Where nobody collects the Application log of NDES the CA's word counts.
    labels: { host: "ca01" },
    fires: { [refused("ca-application", "ca-unreachable", "ca01")]: burst(4) },
    at: "14m",
    endsAt: "60m",
    below: { [refused("ca-application", "ca-unreachable", "ca01")]: burst(1) },
    now: "4",
  },
  {
    alert: "ScepIssuePending",
    labels: { host: "ca01" },
    fires: { 'scep_ca_decisions_total{host="ca01",teller="ca-security",decision="pending"}': burst(1) },
    at: "20m",
    endsAt: "90m",
    below: { 'scep_ca_decisions_total{host="ca01",teller="ca-security",decision="issued"}': burst(9) },
    now: "1",
  },
];
