import type { AlertName } from "../usual.ts";

/** How the processors tell what the expression of a rule asks of metrics. */
export type Condition =
  /** Requests that began within the window, `count` of them; with `share`, that part of what was decided on the host. */
  | { readonly kind: "requests"; readonly causes: readonly string[] }
  /** A problem of a host that goes away when it is over. */
  | { readonly kind: "problem"; readonly cause: string }
  /** A problem that is counted for good: only what was added within the window means that it happens again. */
  | { readonly kind: "added"; readonly cause: string }
  | { readonly kind: "silent" }
  | { readonly kind: "source"; readonly conditions: readonly string[] }
  | { readonly kind: "gap" };

const requests = (...causes: readonly string[]): readonly Condition[] => [{ kind: "requests", causes }];
const problem = (cause: string): readonly Condition[] => [{ kind: "problem", cause }];
const added = (cause: string): readonly Condition[] => [{ kind: "added", cause }];

/** Any of its conditions is enough. What is not here needs metrics over time, and Prometheus (`withoutCondition`). */
export const conditions: Readonly<Partial<Record<AlertName, readonly Condition[]>>> = {
  ScepServerErrors: requests("contact.http-500"),
  ScepImpersonationRight: requests("contact.impersonation-right"),
  ScepAppPoolDown: added("contact.app-pool-stopped"),
  ScepAppPoolCrashing: added("contact.app-pool-crash"),
  ScepNdesNotStarted: added("contact.ndes-not-started"),
  ScepUrlTooLong: requests("contact.url-too-long"),
  ScepPolicyModuleMissing: added("contact.general-page"),
  ScepMessagesUnreadable: requests("contact.malformed-message"),
  ScepDevicesGiveUp: added("contact.no-pki-operation"),

  ScepVerifyFailing: requests("verify.refused"),
  ScepClientCertificateUntrusted: requests("verify.client-certificate-untrusted"),
  ScepClientCertificateRejected: requests("verify.client-certificate-rejected"),
  ScepSigningCertificateMissing: requests("verify.signing-certificate-missing"),
  ScepVerifyBroken: requests(
    "verify.tls-name-mismatch",
    "verify.tls-failure",
    "verify.crp-unreachable",
    "verify.client-certificate-expired",
    "verify.crp-500",
    "verify.encryption-certificate-missing",
    "verify.connector-offline",
  ),
  ScepChallengesExpired: requests("verify.challenge-expired"),

  ScepCaUnreachable: requests("issue.ca-unreachable"),
  ScepTemplateUnsupported: requests("issue.template-unsupported"),
  ScepEnrollPermissionDenied: requests("issue.permission-denied"),
  ScepRevocationOffline: requests("issue.revocation-offline"),
  ScepKeyTooSmall: requests("issue.key-too-small"),
  ScepIssueFailing: requests("issue.denied"),
  ScepIssuePending: requests("issue.pending"),

  ScepClientGone: requests("deliver.client-gone"),
  ScepReissueLoop: added("deliver.reissue-loop"),
  ScepReportBacklog: problem("report.stuck-in-processing"),
  ScepNotifyLost: requests("report.notify-failed"),
  ScepUploadFailing: [...requests("report.upload-failed"), ...added("report.status-failed")],
  ScepUploadRetrying: requests("report.upload-retrying"),
  ScepRequestsFailing: requests(
    "profile.rejected-by-csp",
    "contact.proxy-unreachable",
    "contact.missing-intermediate",
    "verify.challenge-unreadable",
    "verify.challenge-reused",
    "verify.request-mismatch",
    "deliver.failure-reply",
    "deliver.install-failed",
  ),

  ScepConnectorStopped: problem("host.connector-stopped"),
  ScepConnectorCertificateMissing: problem("host.connector-certificate"),
  ScepClockSkew: problem("host.clock-skew"),
  ScepLoggingIncomplete: problem("host.logging-incomplete"),

  ScepCollectorSilent: [{ kind: "silent" }],
  ScepSourceMissing: [{ kind: "source", conditions: ["missing"] }],
  ScepSourceUnreadable: [{ kind: "source", conditions: ["denied", "failing"] }],
  ScepLogBytesMissing: [{ kind: "gap" }],
};

/** Entries of the failure catalogue that an alert is about, and no condition of one box tells of; and why. A test holds the list against both. */
export const withoutCondition: ReadonlyMap<string, string> = new Map([
  ["deliver.waiting-for-user", "open requests are seen on the page; how long is too long, a rule decides"],
  ["report.not-reported", "told by requests that stay open: a rule counts them by stage"],
]);
