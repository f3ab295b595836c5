import { healthMetrics } from "../../processors/contract/index.ts";
import { ofPipeline } from "../alert.ts";
import type { Alert } from "../alert.ts";
import { greatest, secondsOf, series } from "../promql.ts";

const { batches, busBytes, checkpointAt, commitDuration, evicted } = healthMetrics;

const instance = "job, instance";

/** The pipeline: what the process keeps. */
export const stateAlerts: readonly Alert[] = [
  ofPipeline({
    name: "ScepCommitsStopped",
    by: ["job", "instance"],
    expression: ({ window, bytes: least }) =>
      [
        `sum by (${instance}) (increase(${series(batches)}[${window}])) < 1`,
        `and on (${instance}) min by (${instance}) (min_over_time(${series(busBytes)}[${window}])) >= ${least}`,
      ].join("\n"),
    summary: "scepscope on {{ $labels.instance }} keeps nothing any more, though there is work",
    now: "No batch was kept in the last {window}, while shipped logs wait.",
    runbook: {
      meaning:
        "Logs wait to be processed, and no batch is kept: the store is full, away, or belongs to another process.",
      impact: "The page and the alerts stand still. Nothing is lost: what is shipped waits.",
      check: [
        "The log of the process: errors with `store.` codes.",
        "Free space on the disk of the store; its connection.",
      ],
      steps: [
        "Make room on the disk, or bring the store back: it goes on by itself.",
        "If another process has taken over, end one of the two.",
      ],
      fixed: "`scepscope_batches_total` rises.",
    },
  }),
  ofPipeline({
    name: "ScepCommitsSlow",
    by: ["job", "instance"],
    expression: ({ window, age, share }) =>
      `histogram_quantile(${1 - share}, sum by (${instance}, le) (rate(${commitDuration.name}_bucket[${window}]))) > ${secondsOf(age)}`,
    summary: "The store of scepscope on {{ $labels.instance }} was slow",
    now: "The slow ones of its commits took {{ $value | humanizeDuration }} or more in the last {window}.",
    runbook: {
      meaning: "The store needs long to keep a batch.",
      impact: "What the page shows is late, and a backlog may grow.",
      check: [
        "The disk of the store: waiting, other writers, antivirus.",
        "Size of the state: `scepscope_state_bytes`.",
      ],
      steps: ["Put the data folder on a fast local disk, and exempt it from scanning."],
      fixed: "Nine of ten commits take less than the limit.",
    },
  }),
  ofPipeline({
    name: "ScepCheckpointOld",
    by: ["job", "instance"],
    // An idle process keeps nothing, and needs not.
    expression: ({ age }) =>
      [
        `time() - ${greatest(checkpointAt, "", instance)} > ${secondsOf(age)}`,
        `and on (${instance}) ${greatest(busBytes, "", instance)} > 0`,
      ].join("\n"),
    summary: "scepscope on {{ $labels.instance }} has not saved its position for long",
    now: "Its last checkpoint is {{ $value | humanizeDuration }} old.",
    runbook: {
      meaning: "State and position were not kept together for longer than the limit, although there is work.",
      impact: "Nothing yet. After a crash all since then is read again.",
      check: ["The log of the process: errors with `store.` codes.", "Free space on the disk of the store."],
      steps: ["Make room, or bring the store back: it goes on by itself."],
      fixed: "`scepscope_checkpoint_timestamp_seconds` is some seconds old.",
    },
  }),
  ofPipeline({
    name: "ScepBacklogWaiting",
    by: ["job", "instance"],
    expression: ({ bytes: least }) => `${greatest(busBytes, "", instance)} >= ${least}`,
    summary: "scepscope on {{ $labels.instance }} does not keep up with the collectors",
    now: "{{ $value | humanize1024 }}B wait to be processed.",
    runbook: {
      meaning: "More is shipped than processed. After an outage or a first start this is normal for a while.",
      impact: "What the page and the alerts say is late.",
      check: ["Does it fall? Processor time, and the duration of commits."],
      steps: [
        "If it falls, wait.",
        "If it grows, give the process a faster disk or another core, or split the hosts.",
      ],
      fixed: "It falls below the limit.",
    },
  }),
  ofPipeline({
    name: "ScepStateEvicted",
    by: ["job", "instance"],
    expression: ({ window, count }) =>
      `sum by (${instance}) (increase(${series(evicted)}[${window}])) >= ${count}`,
    summary: "scepscope on {{ $labels.instance }} decided requests early, because its memory was full",
    now: "{{ $value | humanize }} requests became final early in the last {window}.",
    runbook: {
      meaning:
        "More requests are under way than the limit allows, so the oldest are decided before their time.",
      impact: "Some of these requests show as open or unknown although their end is logged later.",
      check: ["Number of open requests by host: does one invent them?"],
      steps: ["Raise the limit of open histories in the configuration, with the memory that it needs."],
      fixed: "No further evictions.",
    },
  }),
];
