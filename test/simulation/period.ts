import type { HostPlan, Scenario } from "./scenario.ts";

export interface Period {
  readonly startAt: number;
  readonly endAt: number;
}

/** When the devices of a host come; by expectation, so that it is known before they do. */
export function periodOf(scenario: Scenario, plan: HostPlan): Period {
  const { arrivals } = plan;
  const lengthMs =
    arrivals.kind === "push" ? arrivals.pushes * arrivals.everyMs : arrivals.count * arrivals.everyMs;
  return { startAt: scenario.startAt, endAt: scenario.startAt + lengthMs };
}

/** When somebody collects the logs: long after the last device, so that whatever was to come has come. */
export function collectedAt(scenario: Scenario): number {
  return Math.max(...scenario.hosts.map((plan) => periodOf(scenario, plan).endAt)) + 3_600_000;
}
