import { requestMetrics } from "../../processors/contract/index.ts";
import type { Alert, Chosen, Duration, Goal, Site } from "../alert.ts";
import { recorded, secondsOf, unlessRebuilt } from "../promql.ts";
import type { AlertName } from "../usual.ts";

const { requestDuration } = requestMetrics;

interface Burn {
  readonly name: AlertName;
  readonly summary: string;
  readonly impact: string;
}

/** The goal that the operator has promised, and how fast the budget of failures is used: by two windows, so that it is much and still going on. */
export const goalAlerts: readonly Alert[] = [
  burn({
    name: "ScepErrorBudgetBurnsFast",
    summary:
      "Most requests on {{ $labels.host }} failed: at this rate the error budget is used up within two days",
    impact: "At this rate a month's budget is gone in two days.",
  }),
  burn({
    name: "ScepErrorBudgetBurns",
    summary:
      "Many requests on {{ $labels.host }} failed: at this rate the error budget is used up within five days",
    impact: "At this rate a month's budget is gone in five days.",
  }),
  burn({
    name: "ScepErrorBudgetLeaks",
    summary: "More requests on {{ $labels.host }} failed than the goal allows",
    impact: "At this rate the month's goal is missed.",
  }),
  {
    name: "ScepCertificatesSlow",
    part: "servers",
    by: [],
    cause: null,
    about: [],
    expression: ({ window, recent, factor, volume }, { goal }) => {
      const limit = slowLimit(goal, factor);
      const count = `sum (increase(${requestDuration.name}_count{outcome="succeeded"}[${window}]) ${unlessRebuilt(window)})`;
      return [
        `${slowShare(goal, window)} > ${limit}`,
        `and on () ${slowShare(goal, recent)} > ${limit}`,
        `and on () ${count} >= ${volume}`,
      ].join("\n");
    },
    summary: "Certificates took longer than the goal allows",
    now: "{{ $value | humanizePercentage }} of the requests that succeeded in the last {window} took longer than the goal.",
    link: { since: "6h" },
    runbook: {
      meaning:
        "Of all hosts: too many requests took longer than the goal from their first to their last record. They are counted when they are final.",
      impact: "Users wait for Wi-Fi, VPN or mail.",
      check: [
        "Durations by stage on the page and in `scep_stage_duration_seconds`: which one is slow?",
        "Stage 1 and 5 depend on devices that sleep; 2 to 4 on servers; 6 on the connector.",
      ],
      steps: [
        "Stage 3 slow: the call to the certificate registration point, revocation checks, the proxy to Intune.",
        "Stage 4 slow: the CA's database, its HSM, the line to it.",
        "Only devices slow: choose a longer goal.",
      ],
      fixed: "The share falls below the limit in the short window; the alert ends with it.",
    },
  },
];

function burn({ name, summary, impact }: Burn): Alert {
  return {
    name,
    part: "servers",
    by: ["host"],
    cause: null,
    about: [],
    expression: burnExpression,
    summary,
    now: "{{ $value | humanizePercentage }} of the decided requests failed in the last {window}.",
    link: { outcome: "failed", since: "6h" },
    runbook: {
      meaning:
        "The share of requests that fail is a multiple of what the goal allows, over a long window and still within a short one.",
      impact,
      check: [
        "The overview of the page for this host: which causes are most frequent?",
        "Alerts of the same host with a cause: they explain it, and have steps.",
      ],
      steps: [
        "Take the most frequent cause first, with its steps at `/causes` on the page.",
        "If it is the devices and cannot be helped, correct the goal in the values file.",
      ],
      fixed: "Requests succeed again: the short window ends the alert.",
    },
  };
}

/** The gauge of recent requests counts each for a quarter of an hour, so that its sum over a window is in proportion to the requests. */
function burnExpression({ window, recent, factor, volume }: Chosen, { goal }: Pick<Site, "goal">): string {
  const limit = rounded(factor * (1 - goal.successShare));
  return [
    `${failedShare(window)} > ${limit}`,
    `and on (host) ${failedShare(recent)} > ${limit}`,
    `and on (host) max_over_time(${looks(window).decided}[${window}]) >= ${volume}`,
  ].join("\n");
}

function failedShare(window: Duration): string {
  const { decided, failed } = looks(window);
  return `sum_over_time(${failed}[${window}]) / on (host) sum_over_time(${decided}[${window}])`;
}

/** So long a window has enough of what is recorded every quarter of an hour. */
const spacedShareFromSeconds = 6 * 3600;

function looks(window: Duration): { readonly decided: string; readonly failed: string } {
  return secondsOf(window) >= spacedShareFromSeconds
    ? { decided: recorded.decidedSpaced, failed: recorded.failedSpaced }
    : { decided: recorded.decided, failed: recorded.failed };
}

function slowShare({ certificateSeconds }: Goal, window: Duration): string {
  const { name } = requestDuration;
  const within = `sum (rate(${name}_bucket{outcome="succeeded",le="${certificateSeconds}"}[${window}]) ${unlessRebuilt(window)})`;
  return `1 - ${within} / on () sum (rate(${name}_count{outcome="succeeded"}[${window}]) ${unlessRebuilt(window)})`;
}

function slowLimit({ certificateShare }: Goal, factor: number): number {
  return rounded(factor * (1 - certificateShare));
}

/** Without the tail of a product of doubles. */
function rounded(share: number): number {
  return Number(share.toPrecision(6));
}
