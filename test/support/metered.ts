import type { Claim, Request, Stage } from "../../processors/contract/index.ts";
import { createExposer } from "../../processors/metrics/index.ts";
import type { Exposition, LiveView, Metrics } from "../../processors/metrics/index.ts";
import { expositionLines } from "./exposition-lines.ts";
import type { Line } from "./exposition-lines.ts";
import { startMs } from "./observed.ts";

export const quietView: LiveView = {
  provisional: [],
  hosts: [],
  health: {
    busBytes: 0,
    checkpointAt: null,
    stateBytes: 0,
    evicted: 0,
    unshown: 0,
    forgottenCursors: 0,
    unbound: new Map(),
  },
};

/** What one partition alone answers. */
export function expose(
  metrics: Metrics,
  form: "text" | "openmetrics" = "text",
  live: LiveView = quietView,
): Promise<Exposition> {
  return createExposer().expose(form, [{ partition: null, samplesOf: metrics.look(live) }]);
}

/** What a scrape reads now. */
export async function scrape(metrics: Metrics, live: LiveView = quietView): Promise<readonly Line[]> {
  return expositionLines((await expose(metrics, "text", live)).text);
}

/** The same after all that was counted is kept. */
export async function scrapeKept(metrics: Metrics, live: LiveView = quietView): Promise<readonly Line[]> {
  metrics.save();
  metrics.committed(1);
  return await scrape(metrics, live);
}

/** A final request; what a test does not name is plain. */
export function finalRequest(given: Partial<Request> = {}): Request {
  return {
    id: "0123456789ab",
    host: "ndes01",
    platform: "windows",
    generation: "legacy",
    startedAt: startMs,
    endedAt: startMs + 1500,
    outcome: "succeeded",
    stageReached: 6,
    failedStage: null,
    keys: new Map(),
    stages: ([1, 2, 3, 4, 5, 6] as const).map((stage: Stage) => ({
      stage,
      status: "done",
      at: startMs,
      durationMs: stage === 3 ? 330 : null,
      grade: "key",
    })),
    evidence: [],
    candidates: [],
    ...given,
  };
}

export function claimed(id: string): Claim {
  return {
    cause: {
      id,
      stage: 3,
      severity: "warning",
      scope: "request",
      title: "",
      signal: "",
      why: "",
      steps: [],
      source: "",
    },
    because: "",
    alternatives: [],
  };
}
