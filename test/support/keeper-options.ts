import { keeperLimits } from "../../processors/keeper/limits.ts";
import type { KeeperOptions } from "../../processors/keeper/options.ts";
import type { Simulation } from "../simulation/index.ts";
import { optionsFor } from "./live-partition.ts";

/** Of a keeper that waits for nothing, tells nobody, and for which no time passes, unless a test says otherwise. */
export function keeperOptionsFor(simulation: Simulation, parts: Partial<KeeperOptions> = {}): KeeperOptions {
  return {
    partition: optionsFor(simulation),
    limits: keeperLimits,
    clock: { now: () => 0 },
    wake: async () => undefined,
    signal: new AbortController().signal,
    onEvent: () => undefined,
    ...parts,
  };
}
