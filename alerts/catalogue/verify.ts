import { hostMetrics } from "../../processors/contract/index.ts";
import type { Alert } from "../alert.ts";
import { anyOf, live, recorded, rise, unlessHistory } from "../promql.ts";

const { responses, verifications } = hostMetrics;
const policyModule = 'call=~"verify|notify"';

/** Causes of stage 3 that concern every device, and have no alert of their own. */
const brokenChannel: readonly string[] = [
  "verify.tls-name-mismatch",
  "verify.tls-failure",
  "verify.crp-unreachable",
  "verify.client-certificate-expired",
  "verify.crp-500",
  "verify.encryption-certificate-missing",
  "verify.connector-offline",
];

/** Stage 3: challenges are not verified. */
export const verifyAlerts: readonly Alert[] = [
  {
    name: "ScepVerifyFailing",
    part: "servers",
    by: ["host"],
    cause: "verify.refused",
    about: ["verify.refused", "verify.connector-offline"],
    // The same verification is told by up to three: the worst share of any of them counts, never their sum.
    expression: ({ window, share, count }) => {
      const refused = rise(verifications, 'verdict="refused"', { window, by: "host, teller" });
      const all = rise(verifications, 'verdict=~"passed|refused"', { window, by: "host, teller" });
      return unlessHistory(
        `max by (host) (\n  (${refused} >= ${count}) / on (host, teller) ${all} > ${share}\n)`,
        window,
      );
    },
    summary: "Challenges were refused on {{ $labels.host }}",
    now: "{{ $value | humanizePercentage }} of the verifications were refused in the last {window}.",
    link: { outcome: "failed", since: "1h" },
    runbook: {
      meaning: "The policy module or the connector says no to most challenges.",
      impact: "Devices that are refused get no certificate until a later sync brings a new challenge.",
      check: [
        "NDESPlugin.log: `Verify challenge returns false`, and what stands above it in the same thread.",
        "CertificateRegistrationPoint svclog between `Started` and `Finished` of the same activity; event 4005 of the unified connector.",
        "The causes that the page claims for these requests: one of them may have its own runbook.",
      ],
      steps: [],
      fixed: "`Verify challenge returns true` in NDESPlugin.log, or event 4004 of the connector.",
    },
  },
  {
    name: "ScepClientCertificateUntrusted",
    part: "servers",
    by: ["host"],
    cause: "verify.client-certificate-untrusted",
    about: ["verify.client-certificate-untrusted"],
    expression: ({ window, count }) =>
      unlessHistory(`${rise(responses, `${policyModule},code="403.16"`, { window })} >= ${count}`, window),
    summary: "IIS on {{ $labels.host }} did not trust the policy module's client certificate (403.16)",
    now: "{{ $value | humanize }} calls of the policy module were answered with 403.16 in the last {window}.",
    link: { cause: "verify.client-certificate-untrusted", since: "1h" },
    runbook: {
      meaning: "The certificate registration point refuses the policy module with 403.16.",
      impact: "No challenge is verified: nobody gets a certificate from this server.",
      check: ["IIS log: rows of `/CertificateRegistrationSvc/Certificate/VerifyRequest` with `403 16`."],
      steps: [],
      fixed: "The next VerifyRequest row has status 201.",
    },
  },
  {
    name: "ScepClientCertificateRejected",
    part: "servers",
    by: ["host"],
    cause: "verify.client-certificate-rejected",
    about: ["verify.client-certificate-rejected"],
    expression: ({ window, count }) =>
      unlessHistory(`${rise(responses, `${policyModule},code="403.7"`, { window })} >= ${count}`, window),
    summary: "The policy module on {{ $labels.host }} sent no client certificate (403.7)",
    now: "{{ $value | humanize }} calls of the policy module were answered with 403.7 in the last {window}.",
    link: { cause: "verify.client-certificate-rejected", since: "1h" },
    runbook: {
      meaning:
        "The certificate registration point asked for a client certificate, and the policy module sent none.",
      impact: "No challenge is verified: nobody gets a certificate from this server.",
      check: ["IIS log: rows of `/CertificateRegistrationSvc/Certificate/VerifyRequest` with `403 7`."],
      steps: [],
      fixed: "The next VerifyRequest row has status 201.",
    },
  },
  {
    name: "ScepSigningCertificateMissing",
    part: "servers",
    by: ["host"],
    cause: "verify.signing-certificate-missing",
    about: ["verify.signing-certificate-missing"],
    expression: ({ count }) =>
      `${live('outcome="failed",cause="verify.signing-certificate-missing"')} >= ${count}`,
    summary: "The connector on {{ $labels.host }} had no signing certificate: challenges were refused",
    now: "{{ $value | humanize }} requests of the last quarter of an hour failed for it.",
    link: { cause: "verify.signing-certificate-missing", since: "1h" },
    runbook: {
      meaning:
        "The certificate registration point cannot retrieve the signing certificate that it verifies challenges with.",
      impact: "Nobody gets a certificate from this server.",
      check: [
        "CertificateRegistrationPoint svclog: `Signing certificate could not be retrieved`, `m_safeCertContext is an invalid handle`, code 0x409.",
      ],
      steps: [],
      fixed: "`Verify challenge returns true` in NDESPlugin.log for the next device.",
    },
  },
  {
    name: "ScepVerifyBroken",
    part: "servers",
    by: ["host", "cause"],
    cause: null,
    about: brokenChannel,
    expression: ({ count }) =>
      `${live(`outcome="failed",cause=~${anyOf(brokenChannel)}`, "host, cause")} >= ${count}`,
    summary: "Verification on {{ $labels.host }} failed: {{ $labels.cause }}",
    now: "{{ $value | humanize }} requests of the last quarter of an hour failed for it.",
    link: { cause: "$cause", since: "1h" },
    runbook: {
      meaning:
        "Requests fail in stage 3 with a cause that concerns every device. The label `cause` says which of the entries below it is.",
      impact: "Nobody gets a certificate from this server until it is mended.",
      check: [
        "NDESPlugin.log and the CertificateRegistrationPoint svclog of one of these requests: the page quotes the lines.",
      ],
      steps: [],
      fixed: "`Verify challenge returns true` in NDESPlugin.log for the next device.",
    },
  },
  {
    name: "ScepChallengesExpired",
    part: "servers",
    by: ["host"],
    cause: "verify.challenge-expired",
    about: ["verify.challenge-expired"],
    expression: ({ share, count }) => {
      const expired = live('outcome="failed",cause="verify.challenge-expired"');
      return `${expired} / on (host) ${recorded.decided} > ${share}\nand on (host) ${expired} >= ${count}`;
    },
    summary: "Many challenges had expired when devices came to {{ $labels.host }}",
    now: "{{ $value | humanizePercentage }} of the decided requests of the last quarter of an hour came too late.",
    link: { cause: "verify.challenge-expired", since: "1h" },
    runbook: {
      meaning:
        "A few expired challenges are normal: phones sleep. So many at once mean that something holds devices or servers up, or that a clock is wrong.",
      impact:
        "Each of these devices tries again with a new challenge at its next sync: certificates come hours late.",
      check: [
        "CertificateRegistrationPoint svclog: code 0x411; unified connector: ChallengeExpired in event 4005.",
        "`w32tm /query /status` on this server.",
      ],
      steps: [],
      fixed: "The share of expired challenges is back to some per cent.",
    },
  },
];
