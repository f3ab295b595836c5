import { requestMetrics } from "../../../processors/contract/index.ts";
import { host, job, now, ofAll, once, query, range } from "../panel.ts";
import type { Row } from "../panel.ts";

const succeeded = `sum(increase(scep_requests_total{${host},outcome="succeeded"}[${range}]))`;
const ended = `sum(increase(scep_requests_total{${host},outcome=~"succeeded|failed"}[${range}]))`;

export const outcome: Row = {
  title: "How it goes",
  panels: [
    now({
      title: "Requests",
      description: `Requests within the time that is shown. ${ofAll}`,
      unit: "short",
      queries: [query(`sum(increase(scep_requests_total{${host}}[${range}]))`, "requests")],
      requests: {},
    }),
    now({
      title: "Success share",
      description: "Of the requests that succeeded or failed, those that succeeded.",
      unit: "percentunit",
      queries: [query(`${succeeded} / ${ended}`, "succeeded")],
      limits: [0.98, 0.9],
    }),
    now({
      title: "Error budget left",
      description:
        "What is left of the failures that the objective (the variable `objective`, a share such as 0.98) allows within the time that is shown; below zero it is missed.",
      unit: "percentunit",
      queries: [query(`1 - (1 - ${succeeded} / ${ended}) / (1 - $objective)`, "left")],
      limits: [0.5, 0],
    }),
    now({
      title: "Time to certificate",
      description:
        "From the first to the last record of nineteen of twenty requests that succeeded, of all hosts.",
      unit: "s",
      queries: [
        query(
          `histogram_quantile(0.95, sum by (le) (increase(scep_request_duration_seconds_bucket{${job},outcome="succeeded"}[${range}])))`,
          "19 of 20",
        ),
      ],
      limits: [300, 3600],
    }),
    now({
      title: "Under way",
      description: "Requests that are open now.",
      unit: "short",
      queries: [query(`sum(${once(requestMetrics.open, host)})`, "open")],
      requests: { outcome: "open" },
    }),
    now({
      title: "Stuck",
      description:
        "Open requests that have waited longer than their stage may take, although all logs of their host were read beyond that moment.",
      unit: "short",
      queries: [query(`sum(${once(requestMetrics.stuck, host)})`, "stuck")],
      limits: [1, 10],
      requests: { outcome: "open" },
    }),
  ],
};
