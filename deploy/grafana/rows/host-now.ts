import { hostMetrics, requestMetrics } from "../../../processors/contract/index.ts";
import { host, now, ofHost, once, query, range } from "../panel.ts";
import type { Row } from "../panel.ts";

export const state: Row = {
  title: "Now",
  panels: [
    now({
      title: "Under way",
      description: "Requests of this host that are open.",
      unit: "short",
      queries: [query(`sum(${once(requestMetrics.open, host)})`, "open")],
      requests: { ...ofHost, outcome: "open" },
    }),
    now({
      title: "Stuck",
      description: "Of these, the ones that have waited longer than their stage may take.",
      unit: "short",
      queries: [query(`sum(${once(requestMetrics.stuck, host)})`, "stuck")],
      limits: [1, 10],
      requests: { ...ofHost, outcome: "open" },
    }),
    now({
      title: "Failed",
      description: "Final requests that failed within the time that is shown.",
      unit: "short",
      queries: [query(`sum(increase(scep_requests_total{${host},outcome="failed"}[${range}]))`, "failed")],
      limits: [1, 50],
      requests: { ...ofHost, outcome: "failed" },
    }),
    now({
      title: "Problems of the host",
      description: "Signs of what is wrong with the host itself, such as a connector that has stopped.",
      unit: "short",
      queries: [query(`sum(${once(hostMetrics.problems, host)})`, "signs")],
      limits: [1, 10],
      requests: ofHost,
    }),
    now({
      title: "Read up to",
      description:
        "How long ago the moment is that all logs of the host were read beyond. Grows while a log is away.",
      unit: "s",
      queries: [query(`time() - min(scepscope_host_passed_timestamp_seconds{${host}})`, "behind")],
      limits: [300, 1800],
    }),
    now({
      title: "Last heartbeat",
      description: "How long ago the host's collector was heard of.",
      unit: "s",
      queries: [query(`time() - min(scepscope_host_read_timestamp_seconds{${host}})`, "ago")],
      limits: [120, 600],
    }),
  ],
};
