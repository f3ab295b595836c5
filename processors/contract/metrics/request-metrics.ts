import { cause, grade, host, outcome, platform, stage } from "./labels.ts";
import { counter, gauge, histogram } from "./metric.ts";
import type { Metric } from "./metric.ts";

/** 10 ms to a day: a verification takes a third of a second, a push to a sleeping device hours. */
const buckets = [
  0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400,
] as const;

/**
 * Requests. What is final is counted once, when nothing can join it any more: that may be an hour after its last record. For an alert that must be prompt there
 * are the gauges of what is provisional, and the counters of single records in `host-metrics.ts`.
 */
export const requestMetrics: Readonly<
  Record<
    | "requests"
    | "platforms"
    | "failures"
    | "causes"
    | "stageDuration"
    | "requestDuration"
    | "boundRecords"
    | "candidates"
    | "open"
    | "stuck"
    | "openOldest"
    | "recent"
    | "causeAt",
    Metric
  >
> = {
  requests: counter({
    name: "scep_requests_total",
    unit: "requests",
    labels: [host, outcome],
    meaning:
      "Requests that became final, by outcome: most that succeed within minutes of their report, those that fail up to an hour later, so that scep_recent_requests tells the share that fails now.",
  }),
  platforms: counter({
    name: "scep_platform_requests_total",
    unit: "requests",
    labels: [platform, outcome],
    meaning: "The same requests of all hosts, by platform of the device and outcome.",
  }),
  failures: counter({
    name: "scep_request_failures_total",
    unit: "requests",
    labels: [host, stage],
    meaning: "Final requests that failed, by the stage at which they did (`0`: not known).",
  }),
  causes: counter({
    name: "scep_request_causes_total",
    unit: "requests",
    labels: [host, outcome, cause],
    meaning:
      "Final requests by the cause that is claimed for them; those that failed without one are counted as `none`, others without one not at all.",
    zeroOnly: [{ outcome: ["failed"] }],
  }),
  stageDuration: histogram({
    name: "scep_stage_duration_seconds",
    unit: "seconds",
    labels: [stage],
    buckets,
    meaning: "How long a stage of a final request took, of all hosts, where the logs tell it.",
  }),
  requestDuration: histogram({
    name: "scep_request_duration_seconds",
    unit: "seconds",
    labels: [outcome],
    buckets,
    meaning: "From the first to the last record of a final request, of all hosts.",
  }),
  boundRecords: counter({
    name: "scep_bound_records_total",
    unit: "records",
    labels: [host, grade],
    meaning: "Records that are bound to a final request, by how sure that is.",
  }),
  candidates: counter({
    name: "scep_ambiguous_candidates_total",
    unit: "records",
    labels: [host],
    meaning:
      "Records that might belong to a final request and fit others equally; one that fits three requests counts three times.",
  }),
  open: gauge({
    name: "scep_requests_open",
    unit: "requests",
    labels: [host, stage],
    zeros: "server",
    meaning: "Requests that are under way, by the furthest stage with a record.",
  }),
  stuck: gauge({
    name: "scep_requests_stuck",
    unit: "requests",
    labels: [host, stage],
    zeros: "server",
    meaning:
      "Of the open ones, those that have waited for longer than the limit of their stage although all sources of the host have passed that moment.",
  }),
  openOldest: gauge({
    name: "scep_requests_open_oldest_timestamp_seconds",
    unit: "seconds",
    labels: [host],
    meaning: "Start of the oldest open request; absent where none is open.",
  }),
  recent: gauge({
    name: "scep_recent_requests",
    unit: "requests",
    labels: [host, outcome, cause],
    zeros: "server",
    zeroOnly: [{ cause: ["none"] }],
    meaning:
      "Requests, provisional or final, whose last record is from the last 15 minutes before the host's newest event.",
  }),
  causeAt: gauge({
    name: "scep_request_cause_last_timestamp_seconds",
    unit: "seconds",
    labels: [host, cause],
    meaning:
      "Last record of the newest final request with this cause, by its own clock: it tells the first of its kind where a counter has not been seen at zero, and old logs do not move it to now.",
  }),
};
