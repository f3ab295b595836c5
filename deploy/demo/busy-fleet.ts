import { scenarios } from "../../test/simulation/index.ts";
import type { HostPlan, Scenario } from "../../test/simulation/index.ts";

export const busyCourses = [["success", 1]] as const;

/** Hosts, every other one with a unified connector, on which all goes well and nothing else is logged: the rate of lines follows from the arrivals alone. */
export function busyFleet(hosts: number, startAt: number, arrivals: HostPlan["arrivals"]): Scenario {
  const [calm] = scenarios["calm-legacy"].hosts;
  if (calm === undefined) throw new Error("the simulator knows no calm host");
  const plans = Array.from({ length: hosts }, (_, index): HostPlan => ({
    ...calm,
    name: `load${String(index + 1).padStart(2, "0")}`,
    connector: index % 2 === 0 ? "legacy" : "unified",
    courses: busyCourses,
    noiseEveryMs: 0,
    biasMinutes: 0,
    // Nobody waits for a thread: the rate is what was asked for.
    threads: 5000,
    arrivals,
  }));
  return { name: "load", startAt, tornEnds: false, hosts: plans, lookBackMs: 12_000 };
}

/** Requests of which each host has one every so often. */
export function steadily(everyMs: number): HostPlan["arrivals"] {
  return {
    kind: "phases",
    phases: [{ lengthMs: 1e9, everyMs, courses: busyCourses, uploadsRest: false }],
  };
}
