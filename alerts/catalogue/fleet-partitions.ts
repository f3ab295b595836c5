import { fleetMetrics, healthMetrics } from "../../processors/contract/index.ts";
import { ofPipeline } from "../alert.ts";
import type { Alert } from "../alert.ts";
import { greatest, happened, series, unlessRebuilt } from "../promql.ts";

const { fenced, rebuilding, waiting } = fleetMetrics;

const partition = "job, partition";

/** What is said of a partition whose state is made again. */
const rebuild = {
  meaning:
    "The state of this partition could not be used, or there was none: it is made again from the oldest message that the bus holds.",
  check: [
    "`scepscope_bus_waiting_messages` of the partition: it falls while this goes on.",
    "The log of the processor: why the state was not used.",
  ],
} as const;

/** The pipeline of a fleet: its partitions, and who owns them. */
export const fleetPartitionAlerts: readonly Alert[] = [
  ofPipeline({
    name: "ScepPartitionRebuilding",
    by: ["job", "partition"],
    expression: () => `${greatest(rebuilding, "", partition)} > 0`,
    summary: "The state of partition {{ $labels.partition }} is made again from the bus",
    now: "Its totals are absent until it has caught up.",
    runbook: {
      ...rebuild,
      impact: "Until it has caught up its hosts have no metrics, and no alert of theirs can fire.",
      steps: ["Wait: it ends by itself."],
      fixed: "`scepscope_partition_rebuilding` is zero, and the totals are there again.",
    },
  }),
  ofPipeline({
    name: "ScepRebuildLong",
    by: ["job", "partition"],
    expression: () => `${greatest(rebuilding, "", partition)} > 0`,
    summary: "The state of partition {{ $labels.partition }} is being made again for long",
    now: "Its hosts are not watched meanwhile.",
    runbook: {
      ...rebuild,
      impact: "Its hosts have had no metrics for this long, and nobody is told of their trouble.",
      steps: [
        "If the backlog falls, wait, or let the topic keep less.",
        "If it does not fall: the store or the processor is too slow; see ScepStoreRefusing and ScepCommitsSlow.",
      ],
      fixed: "`scepscope_partition_rebuilding` is zero, and the totals are there again.",
    },
  }),
  ofPipeline({
    name: "ScepPartitionStopped",
    by: ["job", "partition"],
    expression: ({ window, count }) =>
      [
        `sum by (${partition}) (increase(${series(healthMetrics.batches)}[${window}]) ${unlessRebuilt(window)}) < 1`,
        `and on (${partition}) max by (${partition}) (min_over_time(${series(waiting)}[${window}])) >= ${count}`,
      ].join("\n"),
    summary: "Nothing of partition {{ $labels.partition }} is kept any more, though messages wait",
    now: "No batch was kept in the last {window}, while messages wait on the bus.",
    runbook: {
      meaning: "A processor owns this partition and messages wait, but no batch of it is kept.",
      impact: "The page and the alerts of its hosts stand still. Nothing is lost: what is shipped waits.",
      check: [
        "Which instance has `scepscope_partition_rebuilding` of this partition: read its log.",
        "Does it use a whole core, or none? The store and the bus, as this process reaches them.",
      ],
      steps: [
        "End this process: another takes the partition up where it was last kept.",
        "If it stops there as well, keep the log and the message that it stands at.",
      ],
      fixed: "`scepscope_batches_total` of the partition rises.",
    },
  }),
  ofPipeline({
    name: "ScepPartitionFenced",
    by: ["job"],
    expression: ({ window, count }) => `${happened(fenced, "", { window, by: "job" })} >= ${count}`,
    summary: "Processors lost their partitions to each other again and again",
    now: "{{ $value | humanize }} times in the last {window}.",
    runbook: {
      meaning:
        "A partition was taken up by another process before its former owner knew of it. Once is what happens when a process hangs; again and again means that processes are thrown out of the group.",
      impact: "What was not kept is done twice, and everything is late. Nothing counts twice.",
      check: [
        "Pauses: processor time, memory, machines that are suspended or moved.",
        "Do two fleets use the same group or the same store, or two groups one store? `scepscope state` and the log of the processor name who took the partition up.",
      ],
      steps: [
        "Give the processes the processor time and memory that they need, or start fewer of them on one machine.",
        "Give each fleet a group and a store of its own.",
      ],
      fixed: "No further fencing within the window.",
    },
  }),
  ofPipeline({
    name: "ScepPartitionUnowned",
    by: ["job", "partition"],
    expression: ({ window }) =>
      [
        `max by (${partition}) (present_over_time(${series(rebuilding)}[${window}]))`,
        `unless on (${partition}) ${greatest(rebuilding, "", partition)}`,
        // Where there is none at all it is one trouble, and another alert.
        `and on (job) ${greatest(rebuilding, "", "job")}`,
      ].join("\n"),
    summary: "No processor owns partition {{ $labels.partition }}",
    now: "It had an owner in the last {window}, and others still have one.",
    runbook: {
      meaning: "The series of this partition ended with its owner, and no other process shows it.",
      impact: "Its hosts are not watched. Nothing is lost: what is shipped waits on the bus.",
      check: [
        "The log of the processors: `took up a partition`, `gave up a partition`.",
        "Are all processors scraped? One that is not may own it.",
        "Has the topic fewer partitions than before? Then this ends by itself.",
      ],
      steps: [
        "Add the missing process to the scrape configuration.",
        "If none owns it, start the processor again that gave it up last.",
      ],
      fixed: "The partition has series again.",
    },
  }),
  ofPipeline({
    name: "ScepNoProcessor",
    by: ["job"],
    expression: ({ window }) =>
      [
        `count by (job) (max by (${partition}) (present_over_time(${series(rebuilding)}[${window}])))`,
        `unless on (job) ${greatest(rebuilding, "", "job")}`,
      ].join("\n"),
    summary: "No processor of the fleet owns anything",
    now: "{{ $value | humanize }} partitions had an owner in the last {window}.",
    runbook: {
      meaning: "There were processors that owned partitions, and no process shows any now.",
      impact: "No host is watched, and no other alert of theirs will come. What is shipped waits on the bus.",
      check: [
        "Do the processors run? Their targets in Prometheus; the end of their logs.",
        "If they run: do they reach the bus, and are they members of the group?",
      ],
      steps: ["Start them. Do not wait for longer than the topic keeps its messages."],
      fixed: "The partitions have series again.",
    },
  }),
];
