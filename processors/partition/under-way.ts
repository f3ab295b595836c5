import { isCallBefore } from "../contract/index.ts";
import type { Observation, Request } from "../contract/index.ts";
import { stoppedAfterMs } from "../requests/index.ts";

/** What is known beyond the records of a request. */
export interface Around {
  /** Up to this moment its host was read, ms UTC; null: nobody knows. */
  readonly passedAt: number | null;
  /** Whoever made this call before an operation has sent one to the same host. */
  readonly wentOn: (call: Observation) => boolean;
}

/**
 * A request whose end no record tells yet is open for as long as its next record may still come: until its host has passed its last one by so long that it would have stopped,
 * were it final. Then it is what the binder says, without a known end.
 *
 * Calls before an operation that their client did send are no device that gave up: which request they are of is decided in the end.
 */
export function underWay(request: Request, { passedAt, wentOn }: Around): Request {
  if (request.outcome === "failed")
    return isOfCalls(request) && request.evidence.some(({ observation }) => wentOn(observation))
      ? withoutFailure(request)
      : request;
  if (request.outcome !== "unknown") return request;
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const { observation } of request.evidence) lastAt = Math.max(lastAt, observation.at ?? lastAt);
  const isOver = passedAt !== null && passedAt - lastAt > stoppedAfterMs;
  return isOver ? request : { ...request, outcome: "open", endedAt: null };
}

/** Answered calls before an operation, and nothing else. */
function isOfCalls({ evidence }: Request): boolean {
  return evidence.every(({ observation: { kind, outcome } }) => isCallBefore(kind) && outcome !== "failed");
}

function withoutFailure(request: Request): Request {
  const stages = request.stages.map((view) =>
    view.status === "failed" ? { ...view, status: "done" as const } : view,
  );
  return { ...request, outcome: "open", endedAt: null, failedStage: null, stages };
}
