import { requestMetrics } from "../../../processors/contract/index.ts";
import { host, job, lines, ofAll, once, query, rate } from "../panel.ts";
import type { Row } from "../panel.ts";

export const time: Row = {
  title: "Over time",
  panels: [
    lines({
      title: "Outcomes",
      description: `Requests by what became of them. ${ofAll}`,
      unit: "reqps",
      queries: [query(`sum by (outcome) (rate(scep_requests_total{${host}}[${rate}]))`, "{{outcome}}")],
      requests: { outcome: "{outcome}" },
    }),
    lines({
      title: "The last quarter of an hour",
      description:
        "Requests, final or not, whose last record is from the last fifteen minutes: prompt where the counters wait.",
      unit: "short",
      queries: [query(`sum by (outcome) (${once(requestMetrics.recent, host)})`, "{{outcome}}")],
      requests: { outcome: "{outcome}" },
    }),
    lines({
      title: "Failures by stage",
      description: "Requests that failed, by the stage at which they did; 0: not known.",
      unit: "reqps",
      queries: [
        query(`sum by (stage) (rate(scep_request_failures_total{${host}}[${rate}]))`, "stage {{stage}}"),
      ],
      requests: { outcome: "failed" },
    }),
    lines({
      title: "Stuck by stage",
      description:
        "Open requests that have waited too long, by the furthest stage with a record. Zero when all is well.",
      unit: "short",
      queries: [query(`sum by (stage) (${once(requestMetrics.stuck, host)})`, "stage {{stage}}")],
      requests: { outcome: "open", stage: "{stage}" },
    }),
    lines({
      title: "Time to certificate",
      description: "From the first to the last record of requests that succeeded, of all hosts.",
      unit: "s",
      queries: [0.5, 0.95].map((share) =>
        query(
          `histogram_quantile(${share}, sum by (le) (rate(scep_request_duration_seconds_bucket{${job},outcome="succeeded"}[${rate}])))`,
          share === 0.5 ? "half" : "19 of 20",
        ),
      ),
    }),
    lines({
      title: "Time in each stage",
      description: "How long a stage took for nineteen of twenty, of all hosts, where the logs tell it.",
      unit: "s",
      queries: [
        query(
          `histogram_quantile(0.95, sum by (le, stage) (rate(scep_stage_duration_seconds_bucket{${job}}[${rate}])))`,
          "stage {{stage}}",
        ),
      ],
    }),
  ],
};
