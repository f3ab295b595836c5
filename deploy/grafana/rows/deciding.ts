import { job, lines, query, rate } from "../panel.ts";
import type { Row } from "../panel.ts";

export const deciding: Row = {
  title: "Deciding",
  panels: [
    lines({
      title: "Bound records by grade",
      description: "Records that are bound to a final request, by how sure that is.",
      unit: "ops",
      queries: [query(`sum by (grade) (rate(scep_bound_records_total{${job}}[${rate}]))`, "{{grade}}")],
    }),
    lines({
      title: "Share in doubt",
      description:
        "Candidates for each bound record. One that rises means that clocks or logs have become worse.",
      unit: "percentunit",
      queries: [
        query(
          `sum(rate(scep_ambiguous_candidates_total{${job}}[${rate}])) / (sum(rate(scep_bound_records_total{${job}}[${rate}])) > 0)`,
          "in doubt",
        ),
      ],
    }),
    lines({
      title: "Bound to nothing",
      description: "Records that belong to no request, by what they say.",
      unit: "ops",
      queries: [query(`sum by (kind) (rate(scepscope_unbound_records_total{${job}}[${rate}]))`, "{{kind}}")],
    }),
    lines({
      title: "Final too early",
      description: "Requests that became final because memory was full. Zero when all is well.",
      unit: "ops",
      queries: [query(`sum(rate(scepscope_evicted_histories_total{${job}}[${rate}]))`, "early")],
    }),
  ],
};
