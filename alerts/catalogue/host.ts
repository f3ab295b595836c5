import { hostMetrics } from "../../processors/contract/index.ts";
import type { Alert } from "../alert.ts";
import { greatest, secondsOf, series } from "../promql.ts";
import type { AlertName } from "../usual.ts";

const { expiry, problems } = hostMetrics;

const expiryRunbook = {
  meaning:
    "A log told when the connector's certificate ends. It is renewed by itself some weeks before, so this one was not.",
  impact:
    "When it has expired the connector cannot sign in to Intune: nothing is verified and nothing reported.",
  check: [
    "`Get-ChildItem Cert:\\LocalMachine\\My | Where-Object {$_.Issuer -like '*Microsoft Intune*'} | Format-List Subject, NotAfter`",
    "Events 10100 (renewed), 10102 (renewal failed) in Microsoft-Intune-CertificateConnectors/Admin.",
  ],
  steps: [],
  fixed: "Event 10100, and a later end of validity on the page of the host.",
} as const;

/** The host as a whole. */
export const hostAlerts: readonly Alert[] = [
  {
    name: "ScepConnectorStopped",
    part: "servers",
    by: ["host"],
    cause: "host.connector-stopped",
    about: ["host.connector-stopped"],
    expression: () => `${greatest(problems, 'cause="host.connector-stopped"')} > 0`,
    summary: "The certificate connector on {{ $labels.host }} is stopped",
    now: "{{ $value | humanize }} stops without a later start.",
    link: { outcome: "open", since: "6h" },
    runbook: {
      meaning: "The connector service logged its stop and no later start.",
      impact:
        "Reports pile up, and new signing certificates are not fetched: verification fails sooner or later.",
      check: [
        "Microsoft-Intune-CertificateConnectors/Admin: event 10020 without a later 10010.",
        "`Get-Service -DisplayName *Intune*`",
      ],
      steps: [],
      fixed: "Event 10010: the alert ends with it.",
    },
  },
  {
    name: "ScepConnectorCertificateMissing",
    part: "servers",
    by: ["host"],
    cause: "host.connector-certificate",
    about: ["host.connector-certificate"],
    expression: () => `${greatest(problems, 'cause="host.connector-certificate"')} > 0`,
    summary: "The connector on {{ $labels.host }} has lost its certificate or could not renew it",
    now: "{{ $value | humanize }} events say so.",
    link: { outcome: "failed", since: "6h" },
    runbook: {
      meaning: "The connector could not renew its own certificate, or does not find it.",
      impact: "It can neither upload nor fetch what verification needs.",
      check: ["Microsoft-Intune-CertificateConnectors/Admin: events 10102, 10301, 10302."],
      steps: [],
      fixed: "Event 10100: the alert ends with it.",
    },
  },
  expiryAlert(
    "ScepCertificateExpiring",
    "The connector's certificate on {{ $labels.host }} was not renewed in time",
  ),
  expiryAlert(
    "ScepCertificateExpiresSoon",
    "The connector's certificate on {{ $labels.host }} expires within days",
  ),
  {
    name: "ScepClockSkew",
    part: "servers",
    by: ["host"],
    cause: "host.clock-skew",
    about: ["host.clock-skew"],
    expression: () => `${greatest(problems, 'cause="host.clock-skew"')} > 0`,
    summary: "Clocks disagree with that of {{ $labels.host }}",
    now: "{{ $value | humanize }} clocks.",
    link: null,
    runbook: {
      meaning:
        "Records of one request contradict each other's clocks by five seconds or more, or the clock of the host's collector is not that of Kafka.",
      impact:
        "Certificates seem not yet valid, challenges expired, and times on the page cannot be compared across these logs.",
      check: [
        "The page of the host names the clock and by how much it is off.",
        "`w32tm /query /status` on both.",
      ],
      steps: [],
      fixed: "Clocks agree in new requests.",
    },
  },
  {
    name: "ScepLoggingIncomplete",
    part: "servers",
    by: ["host"],
    cause: "host.logging-incomplete",
    about: ["host.logging-incomplete"],
    expression: () => `${greatest(problems, 'cause="host.logging-incomplete"')} > 0`,
    summary: "The logs of {{ $labels.host }} lack what is needed to tell requests apart",
    now: "{{ $value | humanize }} things are missing.",
    link: null,
    runbook: {
      meaning: "Columns of the IIS log, or a whole source, are missing on this host.",
      impact: "Simultaneous requests cannot be told apart, and some causes look alike.",
      check: ["The page of the host names what is missing."],
      steps: [],
      fixed:
        "The host's page says nothing of it any more; that a column was missing is remembered until its state is rebuilt: mute this alert when it is mended.",
    },
  },
];

function expiryAlert(name: AlertName, summary: string): Alert {
  return {
    name,
    part: "servers",
    by: ["host"],
    cause: "host.connector-certificate",
    about: ["host.connector-certificate"],
    expression: ({ age }) =>
      `min by (host) (${series(expiry, 'certificate="connector"')}) - time() < ${secondsOf(age)}`,
    summary,
    now: "It ends in {{ $value | humanizeDuration }}.",
    link: null,
    runbook: expiryRunbook,
  };
}
