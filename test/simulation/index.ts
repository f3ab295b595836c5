import { damage } from "./damage.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios.ts";
import type { ScenarioName } from "./scenarios.ts";
import { simulate as simulateWhole } from "./simulate.ts";
import type { Simulation } from "./simulate.ts";
import { writeBundle as writeScenario } from "./write-bundle.ts";
import type { BundleOptions, BundleSize } from "./write-bundle.ts";

export { damage } from "./damage.ts";
export type { DamageSpec } from "./damage.ts";
export { createFleet } from "./fleet.ts";
export type { Fleet } from "./fleet.ts";
export { createLayout } from "./layout.ts";
export type { Placed } from "./layout.ts";
export { drawMs, latencies, logDensity } from "./latency.ts";
export type { Latencies, Latency, SpanName } from "./latency.ts";
export type { SimulatedRequest, Wait } from "./host-state.ts";
export { courses } from "./courses/index.ts";
export type { Course } from "./courses/index.ts";
export { scenarios } from "./scenarios.ts";
export type { ScenarioName } from "./scenarios.ts";
export type { ArrivalPhase, Arrivals, HostPlan, Scenario, Trouble, UnifiedKeys } from "./scenario.ts";
export type { SimulatedFile, Simulation } from "./simulate.ts";
export type { Truth, TruthRecord } from "./truth.ts";
export type { Source, Write } from "./write.ts";
export type { BundleOptions, BundleSize } from "./write-bundle.ts";

/** A whole bundle in memory, with the truth about it. */
export function simulate(scenario: Scenario | ScenarioName, seed: number): Simulation {
  const whole = simulateWhole(known(scenario), seed);
  return whole.scenario.tornEnds ? damage(whole, { tear: "all" }, seed) : whole;
}

/** A bundle on disk, of any size, without its truth. */
export function writeBundle(
  folder: string,
  scenario: Scenario | ScenarioName,
  options: BundleOptions,
): BundleSize {
  return writeScenario(folder, known(scenario), options);
}

const known = (scenario: Scenario | ScenarioName): Scenario =>
  typeof scenario === "string" ? scenarios[scenario] : scenario;
