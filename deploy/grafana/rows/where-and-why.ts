import { hostMetrics } from "../../../processors/contract/index.ts";
import { bars, host, job, ofAll, once, query, range } from "../panel.ts";
import type { Row } from "../panel.ts";

const stageNames = ["profile", "contact", "verify", "issue", "deliver", "report"];
const all = `sum(increase(scep_requests_total{${host}}[${range}]))`;

export const where: Row = {
  title: "Where and why they fail",
  panels: [
    bars({
      title: "Funnel",
      description: `Requests that had not failed in this stage or before it. ${ofAll}`,
      unit: "short",
      queries: stageNames.map((name, index) => {
        const failed = Array.from({ length: index + 1 }, (_, stage) => stage + 1).join("|");
        return query(
          `${all} - sum(increase(scep_request_failures_total{${host},stage=~"${failed}"}[${range}]))`,
          `${index + 1} ${name}`,
        );
      }),
    }),
    bars({
      title: "Failures by cause",
      description: "Requests that failed, by their cause; `none`: none is claimed. A click lists them.",
      unit: "short",
      queries: [
        query(
          `sort_desc(sum by (cause) (increase(scep_request_causes_total{${host},outcome="failed"}[${range}])) > 0)`,
          "{{cause}}",
        ),
      ],
      requests: { outcome: "failed", cause: "{cause}" },
    }),
    bars({
      title: "Worst hosts",
      description: "Requests that failed, by host. A click lists them.",
      unit: "short",
      queries: [
        query(
          `sort_desc(sum by (host) (increase(scep_request_failures_total{${host}}[${range}])) > 0)`,
          "{{host}}",
        ),
      ],
      requests: { outcome: "failed", host: "{host}" },
    }),
    bars({
      title: "Host problems",
      description:
        "What is wrong with hosts rather than with one request, now: signs of it, by cause and host.",
      unit: "short",
      queries: [
        query(
          `sort_desc(sum by (host, cause) (${once(hostMetrics.problems, host)}) > 0)`,
          "{{host}} {{cause}}",
        ),
      ],
      requests: { host: "{host}" },
    }),
    bars({
      title: "Success share by host",
      description: "Of the requests that succeeded or failed, those that succeeded, by host.",
      unit: "percentunit",
      queries: [
        query(
          `sort(sum by (host) (increase(scep_requests_total{${host},outcome="succeeded"}[${range}])) / (sum by (host) (increase(scep_requests_total{${host},outcome=~"succeeded|failed"}[${range}])) > 0))`,
          "{{host}}",
        ),
      ],
      limits: [0.98, 0.9],
      requests: { host: "{host}" },
    }),
    bars({
      title: "Failures by platform",
      description: "Requests that failed, by platform of the device, of all hosts.",
      unit: "short",
      queries: [
        query(
          `sort_desc(sum by (platform) (increase(scep_platform_requests_total{${job},outcome="failed"}[${range}])) > 0)`,
          "{{platform}}",
        ),
      ],
      requests: { outcome: "failed", platform: "{platform}" },
    }),
  ],
};
