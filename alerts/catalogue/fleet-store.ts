import { fleetMetrics } from "../../processors/contract/index.ts";
import { ofPipeline } from "../alert.ts";
import type { Alert } from "../alert.ts";
import { greatest, happened } from "../promql.ts";

const { damagedStates, storeAway } = fleetMetrics;

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
