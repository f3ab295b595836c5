import { healthMetrics } from "../contract/metrics.ts";
import { createLayout } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { addTo, createRow } from "./row.ts";
import type { Row } from "./row.ts";

/** What belongs to this process and begins anew with it. */
export const processLayout: Layout = createLayout([healthMetrics.commitDuration, healthMetrics.batches]);

export function createProcessRow(): Row {
  return createRow("", processLayout.slots.length);
}

/** A batch is kept, and that took so long. What is counted here is shown at once: it makes no claim on the logs. */
export function addCommit(row: Row, tookMs: number): void {
  const { commitDuration, batches } = healthMetrics;
  const seconds = Math.max(0, tookMs) / 1000;
  const bound = commitDuration.buckets.find((bucket) => seconds <= bucket);
  addTo(row, processLayout.place(commitDuration, bound === undefined ? "+Inf" : String(bound)));
  addTo(row, processLayout.place(commitDuration, "sum"), seconds);
  addTo(row, processLayout.place(batches));
  row.shown = row.values;
}
