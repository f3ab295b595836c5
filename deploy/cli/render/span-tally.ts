import type { Request } from "../../../processors/contract/index.ts";
import type { Summary } from "./summary.ts";
import { createTimeline } from "./timeline.ts";

/** When requests came and when they failed. */
export function createSpanTally(): {
  readonly add: (request: Request) => void;
  readonly result: () => Pick<Summary, "first" | "last" | "firstFailure" | "timeline">;
} {
  const timeline = { all: createTimeline(), failed: createTimeline() };
  let first: number | null = null;
  let last: number | null = null;
  let firstFailure: number | null = null;
  return {
    add({ startedAt, endedAt, outcome }) {
      if (startedAt === null) return;
      first = lower(first, startedAt);
      last = -lower(last === null ? null : -last, -(endedAt ?? startedAt));
      timeline.all.add(startedAt);
      if (outcome !== "failed") return;
      timeline.failed.add(startedAt);
      firstFailure = lower(firstFailure, startedAt);
    },
    result: () => ({ first, last, firstFailure, timeline }),
  };
}

function lower(known: number | null, at: number): number {
  return known === null ? at : Math.min(known, at);
}
