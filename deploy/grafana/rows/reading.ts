import { sourceMetrics } from "../../../processors/contract/index.ts";
import { job, lines, once, query, rate } from "../panel.ts";
import type { Row } from "../panel.ts";

export const reading: Row = {
  title: "Reading",
  panels: [
    lines({
      title: "Records",
      description: "Log entries that were read, by format.",
      unit: "ops",
      queries: [query(`sum by (format) (rate(scepscope_records_total{${job}}[${rate}]))`, "{{format}}")],
    }),
    lines({
      title: "Bytes",
      description: "Bytes of logs that were processed, by format.",
      unit: "Bps",
      queries: [query(`sum by (format) (rate(scepscope_read_bytes_total{${job}}[${rate}]))`, "{{format}}")],
    }),
    lines({
      title: "Lag by host",
      description:
        "From the newest event that was read to the last change, of the source that is furthest behind.",
      unit: "s",
      queries: [query(`max by (host) (scepscope_source_lag_seconds{${job}})`, "{{host}}")],
    }),
    lines({
      title: "Heartbeats",
      description: "How long ago each host's collector was heard of.",
      unit: "s",
      queries: [query(`time() - min by (host) (scepscope_host_read_timestamp_seconds{${job}})`, "{{host}}")],
    }),
    lines({
      title: "Missing and repeated",
      description:
        "Bytes that never arrived, and bytes that arrived again and were dropped. Two collectors on one log show as the second.",
      unit: "Bps",
      queries: [
        query(`sum by (host) (rate(scepscope_gap_bytes_total{${job}}[${rate}]))`, "{{host}}: missing"),
        query(`sum by (host) (rate(scepscope_duplicate_bytes_total{${job}}[${rate}]))`, "{{host}}: again"),
      ],
    }),
    lines({
      title: "Rejected",
      description: "Bytes that could not be used, by reason (`deploy/docs/errors.md`).",
      unit: "ops",
      queries: [
        query(`sum by (reason) (rate(scepscope_rejected_records_total{${job}}[${rate}]))`, "{{reason}}"),
      ],
    }),
    lines({
      title: "Share rejected by format",
      description: "Of what was read, what could not be used. One that jumps is a format that has changed.",
      unit: "percentunit",
      queries: [
        query(
          `sum by (format) (rate(scepscope_rejected_format_records_total{${job}}[${rate}])) / (sum by (format) (rate(scepscope_records_total{${job}}[${rate}])) > 0)`,
          "{{format}}",
        ),
      ],
    }),
    lines({
      title: "Sources by condition",
      description: "How many sources are in each condition; `current` when all is well.",
      unit: "short",
      queries: [query(`sum by (condition) (${once(sourceMetrics.condition, job)})`, "{{condition}}")],
    }),
  ],
};
