import { fleetMetrics } from "../../processors/contract/index.ts";
import { ofPipeline } from "../alert.ts";
import type { Alert, Duration } from "../alert.ts";
import { greatest, happened, series } from "../promql.ts";

const { commitFailures, damagedStates, storeAway } = fleetMetrics;

/**
 * Tries do not tell how often a store refuses: one outage is many of them. So it is counted in how many stretches of the window something was refused and the store was not away
 * all the time, which is an alert of its own.
 */
function unsteady(window: Duration, count: number): string {
  const [stretch, by] = ["5m", "job, instance"];
  const refused = `sum by (${by}) (increase(${series(commitFailures)}[${stretch}])) > 0`;
  const taken = `max by (${by}) (min_over_time(${series(storeAway)}[${stretch}])) == 0`;
  return `count_over_time(\n  (\n    ${refused}\n    and on (${by}) ${taken}\n  )[${window}:${stretch}]\n) >= ${count}`;
}

/** The pipeline of a fleet: what is kept of its partitions. */
export const fleetStoreAlerts: readonly Alert[] = [
  ofPipeline({
    name: "ScepStoreRefusing",
    by: ["job", "instance"],
    expression: () => `${greatest(storeAway, "", "job, instance")} > 0`,
    summary: "The store takes nothing from the processor {{ $labels.instance }}",
    now: "What it has to keep is refused, or not answered.",
    runbook: {
      meaning: "Commits fail again and again: the store is away, full, or may not be written.",
      impact: "The page and the alerts stand still. Nothing is lost: messages wait on the bus.",
      check: [
        "The log of the processor: errors with `store.` codes say why.",
        "Redis: does it answer, is `maxmemory` reached, is it a replica, are the rights of the user complete?",
      ],
      steps: [
        "Bring the store back, or give it memory: every commit is tried again until it is kept.",
        "Do not wait for longer than the topic keeps its messages.",
      ],
      fixed: "`scepscope_store_away` is zero, and `scepscope_batches_total` rises.",
    },
  }),
  ofPipeline({
    name: "ScepStoreUnsteady",
    by: ["job", "instance"],
    expression: ({ window, count }) => unsteady(window, count),
    summary: "The store refused commits of the processor {{ $labels.instance }} now and then",
    now: "In {{ $value | humanize }} stretches of five minutes of the last {window} it refused some, and took them later.",
    runbook: {
      meaning: "Commits were refused or not answered again and again, and each was kept at a later try.",
      impact:
        "Nothing is lost, and nobody may have noticed: what is shown was late by some seconds. It is how a store that will soon take nothing begins.",
      check: [
        "The log of the processor: errors with `store.` codes say why, and when.",
        "Redis: `INFO memory` (is `used_memory` near `maxmemory`?), `INFO persistence` (did a rewrite or a save fail, is its disk full?), failovers in the log of Sentinel, `SLOWLOG GET`.",
        "The line between both: `scepscope doctor process` measures how long an answer takes.",
      ],
      steps: [
        "Give the store memory or disk before it is full, or keep requests for a shorter time (`store.ageDaysMax`).",
        "If it fails over again and again, look at what Sentinel sees of it.",
      ],
      fixed: "`scepscope_commit_failures_total` does not rise for an hour.",
    },
  }),
  ofPipeline({
    name: "ScepStateDamaged",
    by: ["job"],
    expression: ({ window, count }) => `${happened(damagedStates, "", { window, by: "job" })} >= ${count}`,
    summary: "The kept state of a partition could not be read",
    now: "{{ $value | humanize }} states could not be read in the last {window}, and were begun anew from the bus.",
    runbook: {
      meaning: "A state in the store is not what was written: it was cut, changed, or is of a later version.",
      impact:
        "The partition is made again from the bus: its hosts have no metrics until that is done. What is older than the bus keeps is not in the totals any more.",
      check: [
        "The log of the processor: which partition, and what was wrong.",
        "The store: does it throw keys away (`maxmemory-policy` must be `noeviction`), was it restored from a copy?",
      ],
      steps: [
        "Nothing for this once: it heals itself.",
        "If it comes again, look for who else writes to the store.",
      ],
      fixed: "The partition is not rebuilding any more, and no further state is damaged.",
    },
  }),
];
