import { messageReason, resetReason } from "./labels.ts";
import { counter, gauge } from "./metric.ts";
import type { Metric } from "./metric.ts";

/** How a processor of a fleet gets on with the bus, the store and its like. Its counters begin anew with the process. */
export const fleetMetrics: Readonly<
  Record<
    | "waiting"
    | "rebuilding"
    | "rejectedMessages"
    | "resets"
    | "busFailures"
    | "busAway"
    | "storeAway"
    | "commitFailures"
    | "damagedStates"
    | "fenced",
    Metric
  >
> = {
  waiting: gauge({
    name: "scepscope_bus_waiting_messages",
    unit: "messages",
    labels: [],
    meaning:
      "Messages that wait on the bus behind what was taken of the partition, as far as the bus has told.",
  }),
  rebuilding: gauge({
    name: "scepscope_partition_rebuilding",
    unit: "partitions",
    labels: [],
    meaning:
      "1 while the state of the partition is made from the oldest that the bus holds; its totals are absent until that has caught up, so that no counter jumps.",
  }),
  rejectedMessages: counter({
    name: "scepscope_rejected_messages_total",
    unit: "messages",
    labels: [messageReason],
    meaning: "Messages on the bus that no collector can have written, by what is wrong with them.",
  }),
  resets: counter({
    name: "scepscope_bus_resets_total",
    unit: "resets",
    labels: [resetReason],
    meaning: "How often the bus did not hold what was to come next, by why.",
  }),
  busFailures: counter({
    name: "scepscope_bus_failures_total",
    unit: "failures",
    labels: [],
    meaning: "How often the bus stopped answering; it is asked again until it does.",
  }),
  busAway: gauge({
    name: "scepscope_bus_away",
    unit: "processes",
    labels: [],
    meaning: "1 while the bus does not answer this process, 0 while it does; absent before its first word.",
  }),
  storeAway: gauge({
    name: "scepscope_store_away",
    unit: "processes",
    labels: [],
    meaning: "1 while the store does not take what this process wants of it, or does not answer; else 0.",
  }),
  commitFailures: counter({
    name: "scepscope_commit_failures_total",
    unit: "commits",
    labels: [],
    meaning: "Commits that the store refused; each is tried again until it is kept.",
  }),
  damagedStates: counter({
    name: "scepscope_damaged_states_total",
    unit: "partitions",
    labels: [],
    meaning: "States of partitions that could not be read, and are made again from the bus.",
  }),
  fenced: counter({
    name: "scepscope_fenced_total",
    unit: "partitions",
    labels: [],
    meaning:
      "Partitions that another process had taken up before this one knew of it: what was not kept here is done there.",
  }),
};
