import type { ArrivalPhase, HostPlan } from "./scenario.ts";

/** The phase that a host is in; null: its plan has none. `sinceMs` is the time since the fleet began. */
export function phaseOf({ arrivals }: HostPlan, sinceMs: number): ArrivalPhase | null {
  if (arrivals.kind !== "phases") return null;
  const roundMs = arrivals.phases.reduce((sum, { lengthMs }) => sum + lengthMs, 0);
  let leftMs = roundMs > 0 ? Math.max(0, sinceMs) % roundMs : 0;
  for (const phase of arrivals.phases) {
    if (leftMs < phase.lengthMs) return phase;
    leftMs -= phase.lengthMs;
  }
  return arrivals.phases.at(-1) ?? null;
}
