import { job, lines, query, rate } from "../panel.ts";
import type { Row } from "../panel.ts";

export const process: Row = {
  title: "Keeping, sending, memory",
  panels: [
    lines({
      title: "Batches",
      description: "Batches whose effect is kept.",
      unit: "ops",
      queries: [query(`sum(rate(scepscope_batches_total{${job}}[${rate}]))`, "batches")],
    }),
    lines({
      title: "Time of a commit",
      description: "How long the store took to keep a batch.",
      unit: "s",
      queries: [0.5, 0.99].map((share) =>
        query(
          `histogram_quantile(${share}, sum by (le) (rate(scepscope_commit_duration_seconds_bucket{${job}}[${rate}])))`,
          share === 0.5 ? "half" : "99 of 100",
        ),
      ),
    }),
    lines({
      title: "Size of the state",
      description: "What the last checkpoint holds.",
      unit: "bytes",
      queries: [query(`sum by (instance) (scepscope_state_bytes{${job}})`, "{{instance}}")],
    }),
    lines({
      title: "Memory",
      description: "Resident memory of the process, and the heap that it uses.",
      unit: "bytes",
      queries: [
        query(
          `sum by (instance) (scepscope_process_resident_memory_bytes{${job}})`,
          "{{instance}}: resident",
        ),
        query(`sum by (instance) (scepscope_nodejs_heap_size_used_bytes{${job}})`, "{{instance}}: heap"),
      ],
    }),
    lines({
      title: "Processor time",
      description: "Seconds of a processor for each second.",
      unit: "percentunit",
      queries: [
        query(
          `sum by (instance) (rate(scepscope_process_cpu_seconds_total{${job}}[${rate}]))`,
          "{{instance}}",
        ),
      ],
    }),
    lines({
      title: "Traces",
      description:
        "Final requests by what became of them as traces; `queue-full` and `not-taken` are lost. All zero where none are sent.",
      unit: "ops",
      queries: [query(`sum by (fate) (rate(scepscope_traces_total{${job}}[${rate}]))`, "{{fate}}")],
    }),
  ],
};
