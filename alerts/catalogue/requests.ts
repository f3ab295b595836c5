import { requestMetrics, sourceMetrics } from "../../processors/contract/index.ts";
import type { Alert } from "../alert.ts";
import { anyOf, greatest, live, owned, recorded, secondsOf, series } from "../promql.ts";

const { causeAt, stuck } = requestMetrics;

/** Causes that have no alert of their own: most of them concern some devices or one profile. */
const ofSome: readonly string[] = [
  "profile.rejected-by-csp",
  "contact.app-pool-busy",
  "contact.connection-limit",
  "contact.message-not-arrived",
  "contact.gateway-unanswered",
  "contact.turned-away",
  "contact.proxy-unreachable",
  "contact.missing-intermediate",
  "verify.challenge-unreadable",
  "verify.challenge-reused",
  "verify.request-mismatch",
  "deliver.failure-reply",
  "deliver.install-failed",
];

/** Whole requests, whatever their stage. */
export const requestAlerts: readonly Alert[] = [
  {
    name: "ScepRequestsStuck",
    part: "servers",
    by: ["host", "stage"],
    cause: null,
    about: ["deliver.waiting-for-user", "contact.proxy-unreachable"],
    expression: ({ count }) => `${owned(stuck, 'stage!~"5|6"', "host, stage")} >= ${count}`,
    summary: "Requests on {{ $labels.host }} are stuck after stage {{ $labels.stage }}",
    now: "{{ $value | humanize }} requests have waited for longer than the limit of their stage.",
    link: { outcome: "open", stage: "$stage", since: "6h" },
    runbook: {
      meaning:
        "Requests reached this stage and go no further, although the logs of the host have passed the moment at which they should have. A source that is not read makes nobody stuck.",
      impact: "These devices wait for a certificate.",
      check: [
        "Open one of the requests: the page says which record is missing, and which source would have it.",
        "1 profile, 2 contact, 3 verify, 4 issue: look at the log of the stage after it.",
      ],
      steps: [
        "Look whether all stop at the same place: then it is the server. Else it is the devices.",
        "After stage 2 or 3: NDESPlugin.log and the worker process of the pool. After stage 4: the CA.",
        "Compare with the alerts of the same host: a stopped service explains many.",
      ],
      fixed:
        "The number falls: requests go on, or become final after an hour (after four days where a CA holds them for approval).",
    },
  },
  {
    name: "ScepRequestsFailing",
    part: "servers",
    by: ["host", "cause"],
    cause: null,
    about: ofSome,
    expression: ({ count }) =>
      `${live(`outcome="failed",cause=~${anyOf(ofSome)}`, "host, cause")} >= ${count}`,
    summary: "Requests on {{ $labels.host }} failed: {{ $labels.cause }}",
    now: "{{ $value | humanize }} requests of the last quarter of an hour.",
    link: { cause: "$cause", since: "1h" },
    runbook: {
      meaning:
        "Several requests failed for the same cause, which mostly concerns some devices or one profile. The label `cause` says which of the entries below it is.",
      impact: "These devices get no certificate.",
      check: ["The list of these requests: is it one platform, one profile, one device?"],
      steps: [],
      fixed: "No further requests with this cause within a quarter of an hour.",
    },
  },
  {
    name: "ScepFailuresUnexplained",
    part: "servers",
    by: ["host"],
    cause: null,
    about: [],
    expression: ({ share, count }) => {
      const unexplained = live('outcome="failed",cause="none"');
      return `${unexplained} / on (host) ${recorded.decided} > ${share}\nand on (host) ${unexplained} >= ${count}`;
    },
    summary: "Requests on {{ $labels.host }} failed, and no cause is known for them",
    now: "{{ $value | humanizePercentage }} of the decided requests of the last quarter of an hour failed so.",
    link: { outcome: "failed", since: "1h" },
    runbook: {
      meaning:
        "Several requests failed, and nothing in their records is a sign that this program knows: the log that would tell is not read, or lacks what it should say, or the trouble is none that is known. One odd failure does not tell it: there have to be several, and a part of all requests.",
      impact: "These devices get no certificate, and nobody is told why by another alert.",
      check: [
        "Open some of these requests: in which stage did they fail, and what do the lines of that stage say?",
        "What is missing is said there too: a log that is not read, or columns of IIS that are not logged.",
      ],
      steps: [
        "Look for what they have in common: platform, profile, stage, and since when.",
        "Look what was changed shortly before: profile, template, certificates, updates.",
        "Read the log of that stage around one of them; `scepscope records` shows what is seen of it.",
      ],
      fixed: "Few requests of the last quarter of an hour failed without a known cause.",
    },
  },
  {
    name: "ScepFirstOfItsKind",
    part: "servers",
    by: ["host", "cause"],
    cause: null,
    about: [],
    // A host that was not seen then has no past: its first hours say nothing.
    expression: ({ window, age }) =>
      [
        `time() - ${greatest(causeAt, 'cause!="none"', "host, cause")} < ${secondsOf(age)}`,
        `unless on (host, cause) max by (host, cause) (${series(causeAt)} offset ${window})`,
        `and on (host) max by (host) (${series(sourceMetrics.hostEventAt)} offset ${window})`,
      ].join("\n"),
    summary: "First request on {{ $labels.host }} that failed for {{ $labels.cause }}",
    now: "Its last record is {{ $value | humanizeDuration }} old.",
    link: { cause: "$cause" },
    runbook: {
      meaning:
        "A request became final with a cause that was never seen on this host before. One is no reason to get up, but it may be the first of many.",
      impact: "One device, so far.",
      check: [
        "Open the request: cause, evidence and steps stand on its page.",
        "`/causes/<cause>` on the page explains it.",
      ],
      steps: [
        "Look what was changed shortly before: profile, template, certificates, updates.",
        "Nothing more, if it stays the only one.",
      ],
      fixed: "It ends by itself after two hours.",
    },
  },
];
