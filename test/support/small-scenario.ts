import { scenarios } from "../simulation/index.ts";
import type { Arrivals, Scenario, ScenarioName } from "../simulation/index.ts";

/** A scenario with fewer requests: `count` a host, or a push of one second. */
export function smallScenario(name: ScenarioName, count: number): Scenario {
  const scenario = scenarios[name];
  return {
    ...scenario,
    hosts: scenario.hosts.map((plan) => ({ ...plan, arrivals: fewer(plan.arrivals, count) })),
  };
}

function fewer(arrivals: Arrivals, count: number): Arrivals {
  if (arrivals.kind === "phases") return arrivals;
  return arrivals.kind === "steady" ? { ...arrivals, count } : { ...arrivals, seconds: 1, pushes: 1 };
}

/** All there are. */
export const scenarioNames: readonly ScenarioName[] = Object.keys(scenarios).filter(isScenario);

function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name);
}
