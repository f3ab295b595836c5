import type { Alert } from "../alert.ts";
import { alerts } from "../catalogue.ts";
import type { AlertName } from "../usual.ts";

/** How the processors tell what the expression of a rule asks of metrics. */
export type Condition =
  /** Requests that began within the window, `count` of them; with `share`, that part of what was decided on the host. */
  | { readonly kind: "requests"; readonly causes: readonly string[] }
  /** The same of those that failed and have no cause. */
  | { readonly kind: "unexplained" }
  /** A problem of a host that goes away when it is over. */
  | { readonly kind: "problem"; readonly cause: string }
  /** A problem that is counted for good: only what was added within the window means that it happens again. */
  | { readonly kind: "added"; readonly cause: string }
  | { readonly kind: "silent" }
  | { readonly kind: "source"; readonly conditions: readonly string[] }
  | { readonly kind: "gap" };

type Told = "requests" | "problem" | "added";

/** How what each alert is about is seen here. What is not here needs metrics over time, and Prometheus (`withoutCondition`). */
const ways: Readonly<Partial<Record<AlertName, Told | readonly Condition[]>>> = {
  ScepServerErrors: "requests",
  ScepImpersonationRight: "requests",
  ScepAppPoolDown: "added",
  ScepAppPoolCrashing: "added",
  ScepNdesNotStarted: "added",
  ScepUrlTooLong: "requests",
  ScepPolicyModuleMissing: "added",
  ScepMessagesUnreadable: "requests",
  ScepDevicesGiveUp: "added",

  ScepVerifyFailing: "requests",
  ScepClientCertificateUntrusted: "requests",
  ScepClientCertificateRejected: "requests",
  ScepSigningCertificateMissing: "requests",
  ScepVerifyBroken: "requests",
  ScepChallengesExpired: "requests",

  ScepCaUnreachable: "requests",
  ScepTemplateUnsupported: "requests",
  ScepEnrollPermissionDenied: "requests",
  ScepRevocationOffline: "requests",
  ScepIssueCertificateExpired: "requests",
  ScepKeyTooSmall: "requests",
  ScepSubjectRefused: "requests",
  ScepIssueFailing: "requests",
  ScepIssuePending: "requests",

  ScepClientGone: "requests",
  ScepReissueLoop: "added",
  ScepReportBacklog: "problem",
  ScepNotifyLost: "requests",
  ScepUploadFailing: [
    { kind: "requests", causes: ["report.upload-failed"] },
    { kind: "added", cause: "report.status-failed" },
  ],
  ScepUploadRetrying: "requests",
  ScepRequestsFailing: "requests",
  ScepFailuresUnexplained: [{ kind: "unexplained" }],

  ScepConnectorStopped: "problem",
  ScepConnectorCertificateMissing: "problem",
  ScepClockSkew: "problem",
  ScepLoggingIncomplete: "problem",

  ScepCollectorSilent: [{ kind: "silent" }],
  ScepSourceMissing: [{ kind: "source", conditions: ["missing"] }],
  ScepSourceUnreadable: [{ kind: "source", conditions: ["denied", "failing"] }],
  ScepLogBytesMissing: [{ kind: "gap" }],
  ScepEventsLost: "added",
};

/** Any of its conditions is enough. */
export const conditions: ReadonlyMap<AlertName, readonly Condition[]> = new Map(
  alerts.flatMap((alert) => {
    const way = ways[alert.name];
    return way === undefined ? [] : [[alert.name, typeof way === "string" ? told(way, alert) : way] as const];
  }),
);

/** The cause that it has as a label; without one, each that it is about. */
function told(way: Told, { cause, about }: Alert): readonly Condition[] {
  const causes = cause === null ? about : [cause];
  if (way === "requests") return [{ kind: way, causes }];
  return causes.map((each) => ({ kind: way, cause: each }));
}

/** Entries of the failure catalogue that an alert is about, and no condition of one box tells of; and why. A test holds the list against both. */
export const withoutCondition: ReadonlyMap<string, string> = new Map([
  ["deliver.waiting-for-user", "open requests are seen on the page; how long is too long, a rule decides"],
  ["report.not-reported", "told by requests that stay open: a rule counts them by stage"],
  ["host.collected-twice", "one process has one collector"],
]);
