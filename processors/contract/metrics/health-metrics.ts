import { answer, fate, kind, receiver } from "./labels.ts";
import { counter, gauge, histogram } from "./metric.ts";
import type { Metric } from "./metric.ts";

/** How the process itself is. These begin anew with it, unless they are said to be part of the state. */
export const healthMetrics: Readonly<
  Record<
    | "commitDuration"
    | "batches"
    | "busBytes"
    | "checkpointAt"
    | "stateBytes"
    | "evicted"
    | "unshown"
    | "forgottenCursors"
    | "unbound"
    | "traces"
    | "tracesWaiting"
    | "notifications"
    | "alertsFiring",
    Metric
  >
> = {
  commitDuration: histogram({
    name: "scepscope_commit_duration_seconds",
    unit: "seconds",
    labels: [],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    meaning: "How long the store took to keep a batch.",
  }),
  batches: counter({
    name: "scepscope_batches_total",
    unit: "batches",
    labels: [],
    meaning: "Batches whose effect is kept.",
  }),
  busBytes: gauge({
    name: "scepscope_bus_waiting_bytes",
    unit: "bytes",
    labels: [],
    zeros: "start",
    meaning: "Shipped by collectors, and not processed yet.",
  }),
  checkpointAt: gauge({
    name: "scepscope_checkpoint_timestamp_seconds",
    unit: "seconds",
    labels: [],
    meaning: "When position and state were last kept; absent before the first time.",
  }),
  stateBytes: gauge({
    name: "scepscope_state_bytes",
    unit: "bytes",
    labels: [],
    zeros: "start",
    meaning: "Size of the state that the last checkpoint holds.",
  }),
  evicted: counter({
    name: "scepscope_evicted_histories_total",
    unit: "requests",
    labels: [],
    meaning: "Requests that became final early because memory was full.",
  }),
  unshown: counter({
    name: "scepscope_unshown_records_total",
    unit: "records",
    labels: [],
    meaning:
      "Records that are shown only when their request is final, because more were in flight than can be shown.",
  }),
  forgottenCursors: counter({
    name: "scepscope_forgotten_cursors_total",
    unit: "files",
    labels: [],
    meaning:
      "Files of which it is not known any more how far they were read, because there were more than the limit: shipped again, their records count twice.",
  }),
  unbound: counter({
    name: "scepscope_unbound_records_total",
    unit: "records",
    labels: [kind],
    meaning: "Records that belong to no request, by what they say.",
  }),
  traces: counter({
    name: "scepscope_traces_total",
    unit: "traces",
    labels: [fate],
    meaning:
      "Final requests by what became of them as traces; all zero where none are sent. `queue-full` and `not-taken` are lost.",
  }),
  tracesWaiting: gauge({
    name: "scepscope_traces_waiting",
    unit: "traces",
    labels: [],
    zeros: "start",
    meaning: "Final requests that wait to be sent as traces.",
  }),
  notifications: counter({
    name: "scepscope_notifications_total",
    unit: "alerts",
    labels: [receiver, answer],
    meaning:
      "Attempts to tell a receiver of an alert, or of its end, without Prometheus; all zero where nobody is told. `not-taken` is tried again.",
  }),
  alertsFiring: gauge({
    name: "scepscope_alerts_firing",
    unit: "alerts",
    labels: [],
    zeros: "start",
    meaning: "Alerts that hold now, where they are told without Prometheus; else zero.",
  }),
};
