import type { Request } from "../contract/index.ts";

/** A run whose thread is silent for so long while its host goes on has stopped: the same as for a final request. */
const stoppedAfterMs = 120_000;

/**
 * A request whose end no record tells yet is open for as long as its next record may still come: until its host has passed its last one by two minutes. Then it
 * is what the binder says, without a known end.
 */
export function underWay(request: Request, passedAt: number | null): Request {
  if (request.outcome !== "unknown") return request;
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const { observation } of request.evidence) lastAt = Math.max(lastAt, observation.at ?? lastAt);
  const isOver = passedAt !== null && passedAt - lastAt > stoppedAfterMs;
  return isOver ? request : { ...request, outcome: "open", endedAt: null };
}
