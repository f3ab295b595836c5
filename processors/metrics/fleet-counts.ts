import { fleetMetrics } from "../contract/metrics.ts";
import type { Metric } from "../contract/metrics.ts";
import type { SamplesOf } from "./exposition.ts";
import { createLayout } from "./layout.ts";
import { addTo, createRow } from "./row.ts";
import { createRowSamples } from "./row-samples.ts";

/** What one process has met with since it started; shown at once, since it makes no claim on the logs. */
export interface FleetCounts {
  add(metric: Metric, ...values: readonly string[]): void;
  readonly samplesOf: SamplesOf;
}

const layout = createLayout(Object.values<Metric>(fleetMetrics).filter(({ type }) => type === "counter"));

export function createFleetCounts(): FleetCounts {
  const row = createRow("", layout.slots.length);
  row.shown = row.values;
  const samples = createRowSamples(row, layout);
  return {
    add: (metric, ...values) => addTo(row, layout.place(metric, ...values)),
    samplesOf: (metric) => samples.of(metric),
  };
}

/** Whether the bus answers a process. Null: it has said nothing yet. */
export function busStanding(isAway: boolean | null): SamplesOf {
  return isAway === null ? () => [] : away(fleetMetrics.busAway, isAway);
}

/** Whether a process has asked its store in vain. */
export function storeStanding(isAway: boolean): SamplesOf {
  return away(fleetMetrics.storeAway, isAway);
}

function away(metric: Metric, isAway: boolean): SamplesOf {
  return ({ name }) => (name === metric.name ? [{ labels: noLabels, value: isAway ? 1 : 0 }] : []);
}

/** How one partition stands: said beside its totals, and while there are none. */
export function partitionStanding(standing: {
  /** Null: the bus has not told. */
  readonly waiting: number | null;
  readonly isRebuilding: boolean;
}): SamplesOf {
  return ({ name }) => {
    if (name === fleetMetrics.rebuilding.name)
      return [{ labels: noLabels, value: standing.isRebuilding ? 1 : 0 }];
    if (name === fleetMetrics.waiting.name && standing.waiting !== null)
      return [{ labels: noLabels, value: standing.waiting }];
    return [];
  };
}

const noLabels = {};
