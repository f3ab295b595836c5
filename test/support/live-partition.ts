import type { SourceFile } from "../../collectors/contract/index.ts";
import { defaultMetricsOptions } from "../../processors/metrics/index.ts";
import type { PartitionOptions } from "../../processors/partition/index.ts";
import { defaultLimits } from "../../processors/requests/index.ts";
import type { Simulation } from "../simulation/index.ts";

/** How a simulated fleet is read live: hosts as folders or records say, zones of the servers given. */
export function optionsFor({ scenario }: Simulation): PartitionOptions {
  const biases = new Map(scenario.hosts.map((plan) => [plan.name, plan.biasMinutes]));
  return {
    hostOf: ({ host }, inside) => (inside === "" ? host : (inside.toLowerCase().split(".")[0] ?? host)),
    zoneOf: ({ path }: SourceFile) => {
      const bias = biases.get(path.split("/")[0] ?? "");
      return bias === undefined ? null : { offsetMs: bias * 60_000, trust: "zone-given" };
    },
    filesMax: 100_000,
    statusFilesMax: 100_000,
    heldMs: () => 5_000,
    silentMs: 120_000,
    limits: defaultLimits,
    metrics: defaultMetricsOptions,
  };
}
