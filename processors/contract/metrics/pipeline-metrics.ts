import { condition, format, host, rejectReason, source } from "./labels.ts";
import { counter, gauge } from "./metric.ts";
import type { Metric } from "./metric.ts";

/** What was read, and how far. Totals here are kept with the cursors: a restart neither resets them nor counts anything twice. */
export const readMetrics: Readonly<
  Record<
    | "bytes"
    | "records"
    | "gapBytes"
    | "duplicateBytes"
    | "lostEvents"
    | "clearedLogs"
    | "late"
    | "rejected"
    | "rejectedFormats"
    | "overflows",
    Metric
  >
> = {
  bytes: counter({
    name: "scepscope_read_bytes_total",
    unit: "bytes",
    labels: [host, format],
    zeros: "format",
    meaning: "Bytes of logs that were processed.",
  }),
  records: counter({
    name: "scepscope_records_total",
    unit: "records",
    labels: [host, format],
    zeros: "format",
    meaning: "Log entries that were read.",
  }),
  gapBytes: counter({
    name: "scepscope_gap_bytes_total",
    unit: "bytes",
    labels: [host, format],
    zeros: "format",
    meaning: "Bytes that never arrived although later ones of the same file did.",
  }),
  duplicateBytes: counter({
    name: "scepscope_duplicate_bytes_total",
    unit: "bytes",
    labels: [host, format],
    zeros: "format",
    meaning: "Bytes that arrived again and were dropped.",
  }),
  lostEvents: counter({
    name: "scepscope_lost_events_total",
    unit: "records",
    labels: [host],
    meaning:
      "Records of Windows' event logs that were overwritten or cleared before they were asked for; where only some events of a log are, they may have been others.",
  }),
  clearedLogs: counter({
    name: "scepscope_cleared_event_logs_total",
    unit: "logs",
    labels: [host],
    meaning:
      "How often the record numbers of one of Windows' event logs have begun anew: it was cleared, or made anew.",
  }),
  late: counter({
    name: "scepscope_late_records_total",
    unit: "records",
    labels: [host, format],
    zeros: "format",
    meaning: "Records that arrived when their time had been decided already.",
  }),
  rejected: counter({
    name: "scepscope_rejected_records_total",
    unit: "records",
    labels: [host, rejectReason],
    meaning: "Bytes that could not be used, by reason.",
  }),
  rejectedFormats: counter({
    name: "scepscope_rejected_format_records_total",
    unit: "records",
    labels: [format],
    meaning: "The same of all hosts, by format.",
  }),
  overflows: counter({
    name: "scepscope_host_overflows_total",
    unit: "counts",
    labels: [],
    meaning:
      "Counts that stand under the host `other`, because there are more hosts than labels or the name is none.",
  }),
};

/** Each source as it stands now. */
export const sourceMetrics: Readonly<
  Record<
    | "hosts"
    | "passedAt"
    | "hostEventAt"
    | "hostReadAt"
    | "clockOffset"
    | "lagBytes"
    | "lagSeconds"
    | "eventAt"
    | "readAt"
    | "condition"
    | "unlisted",
    Metric
  >
> = {
  hosts: gauge({
    name: "scepscope_hosts",
    unit: "hosts",
    labels: [],
    meaning: "Hosts with a label of their own.",
  }),
  passedAt: gauge({
    name: "scepscope_host_passed_timestamp_seconds",
    unit: "seconds",
    labels: [host],
    meaning: "All sources of the host that can be waited for have passed this moment.",
  }),
  hostEventAt: gauge({
    name: "scepscope_host_event_timestamp_seconds",
    unit: "seconds",
    labels: [host],
    meaning: "Newest event of the host; where the zone of its clock is not known, as the clock showed it.",
  }),
  hostReadAt: gauge({
    name: "scepscope_host_read_timestamp_seconds",
    unit: "seconds",
    labels: [host],
    meaning: "When the host's collector was last heard of, by the clock of Kafka where there is one.",
  }),
  clockOffset: gauge({
    name: "scepscope_host_clock_offset_seconds",
    unit: "seconds",
    labels: [host],
    meaning:
      "Clock of Kafka less that of the host's collector, by its newest heartbeat and with the way of that; zero where there is one clock.",
  }),
  lagBytes: gauge({
    name: "scepscope_source_lag_bytes",
    unit: "bytes",
    labels: [host, source],
    meaning: "There, and not shipped yet.",
  }),
  lagSeconds: gauge({
    name: "scepscope_source_lag_seconds",
    unit: "seconds",
    labels: [host, source],
    meaning:
      "From the newest event that was read to the source's last change, while there is more to read; else zero.",
  }),
  eventAt: gauge({
    name: "scepscope_source_event_timestamp_seconds",
    unit: "seconds",
    labels: [host, source],
    meaning: "Newest event of the source; where the zone of its clock is not known, as the clock showed it.",
  }),
  readAt: gauge({
    name: "scepscope_source_read_timestamp_seconds",
    unit: "seconds",
    labels: [host, source],
    meaning: "When the source was last looked at and could be read; absent while it cannot.",
  }),
  condition: gauge({
    name: "scepscope_source_condition",
    unit: "sources",
    labels: [host, source, condition],
    meaning: "1 for the condition that the source is in; the others are absent.",
  }),
  unlisted: gauge({
    name: "scepscope_sources_unlisted",
    unit: "sources",
    labels: [host],
    zeros: "server",
    meaning: "Sources of the host that have no label of their own.",
  }),
};
