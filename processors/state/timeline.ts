import type { Outcome, OutcomeCounts, Steps } from "../contract/index.ts";
import { hourMs } from "./hour.ts";

/** Requests by the step in which they began. */
export interface Timeline {
  /** `started` in ms UTC; what began in no step is passed over. */
  add(started: number, outcome: Outcome, requests: number): void;
  readonly counts: readonly OutcomeCounts[];
}

export function createTimeline({ from, stepMs, count }: Steps): Timeline {
  const counts = Array.from({ length: count }, (): Record<Outcome, number> => ({
    succeeded: 0,
    failed: 0,
    open: 0,
    unknown: 0,
  }));
  return {
    add: (started, outcome, requests) => {
      const step = counts[Math.floor((started - from) / stepMs)];
      if (step !== undefined) step[outcome] += requests;
    },
    counts,
  };
}

export function endOfSteps({ from, stepMs, count }: Steps): number {
  return from + stepMs * count;
}

/** They begin and end with hours, so that running sums tell of them. */
export function areHours({ from, stepMs }: Steps): boolean {
  return from % hourMs === 0 && stepMs % hourMs === 0;
}
