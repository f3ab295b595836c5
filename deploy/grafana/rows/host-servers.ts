import { host, lines, ofHost, query, rate } from "../panel.ts";
import type { Row } from "../panel.ts";

export const servers: Row = {
  title: "IIS, verification and certification authority",
  panels: [
    lines({
      title: "Responses of IIS",
      description:
        "Rows of the access log on the paths of NDES and the policy module, by status or its class.",
      unit: "reqps",
      queries: [query(`sum by (code) (rate(scep_http_responses_total{${host}}[${rate}]))`, "{{code}}")],
      requests: ofHost,
    }),
    lines({
      title: "Server errors by call",
      description: "Of the calls of each kind, those answered with 5xx.",
      unit: "percentunit",
      queries: [
        query(
          `sum by (call) (rate(scep_http_responses_total{${host},code=~"5.*"}[${rate}])) / (sum by (call) (rate(scep_http_responses_total{${host}}[${rate}])) > 0)`,
          "{{call}}",
        ),
      ],
      requests: { ...ofHost, outcome: "failed" },
    }),
    lines({
      title: "Lost by HTTP.sys",
      description:
        "Calls that were refused or lost before IIS could log them, by reason; `AppOffline`: the application pool is down.",
      unit: "reqps",
      queries: [
        query(`sum by (http_reason) (rate(scep_http_sys_errors_total{${host}}[${rate}]))`, "{{http_reason}}"),
      ],
      requests: ofHost,
    }),
    lines({
      title: "Verifications",
      description:
        "Ends of a challenge's verification, by who tells it and what it says. Do not add: the same one is told by several.",
      unit: "ops",
      queries: [
        query(
          `sum by (teller, verdict) (rate(scep_verifications_total{${host}}[${rate}]))`,
          "{{teller}}: {{verdict}}",
        ),
      ],
      requests: ofHost,
    }),
    lines({
      title: "Turned away by NDES",
      description: "Events by which NDES turned a request away.",
      unit: "ops",
      queries: [query(`sum by (refusal) (rate(scep_ndes_refusals_total{${host}}[${rate}]))`, "{{refusal}}")],
      requests: { ...ofHost, outcome: "failed" },
    }),
    lines({
      title: "Decisions of the certification authority",
      description:
        "What became of requests there, by the log that tells it. Do not add: the same one is told by several.",
      unit: "ops",
      queries: [
        query(
          `sum by (teller, decision) (rate(scep_ca_decisions_total{${host}}[${rate}]))`,
          "{{teller}}: {{decision}}",
        ),
      ],
      requests: ofHost,
    }),
    lines({
      title: "Why it did not issue",
      description: "Of these, the ones that say no, by class of the result code.",
      unit: "ops",
      queries: [
        query(`sum by (issue_reason) (rate(scep_issue_errors_total{${host}}[${rate}]))`, "{{issue_reason}}"),
      ],
      requests: { ...ofHost, outcome: "failed" },
    }),
    lines({
      title: "Starts, stops and failures",
      description: "Events of the services and application pools that serve SCEP.",
      unit: "ops",
      queries: [query(`sum by (event) (rate(scep_host_events_total{${host}}[${rate}]))`, "{{event}}")],
    }),
  ],
};
