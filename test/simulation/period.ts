import type { Arrivals, HostPlan, Scenario } from "./scenario.ts";

export interface Period {
  readonly startAt: number;
  readonly endAt: number;
}

/** When the devices of a host come; by expectation, so that it is known before they do. */
export function periodOf(scenario: Scenario, plan: HostPlan): Period {
  const { arrivals } = plan;
  return { startAt: scenario.startAt, endAt: scenario.startAt + lengthMs(arrivals) };
}

/** Stands for ever, and can be reckoned with. */
const endlessMs = 1e12;

function lengthMs(arrivals: Arrivals): number {
  if (arrivals.kind === "phases") return endlessMs;
  return arrivals.everyMs * (arrivals.kind === "push" ? arrivals.pushes : arrivals.count);
}

/** When somebody collects the logs: long after the last device, so that whatever was to come has come. */
export function collectedAt(scenario: Scenario): number {
  return Math.max(...scenario.hosts.map((plan) => periodOf(scenario, plan).endAt)) + 3_600_000;
}
