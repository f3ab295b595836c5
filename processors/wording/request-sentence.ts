import type { Request } from "../contract/index.ts";
import { stageNames } from "./stage-words.ts";

/** What became of a request, to follow its name: `failed in stage 3 of 6, verify`. */
export function requestSentence({
  outcome,
  stageReached,
  failedStage,
}: Pick<Request, "outcome" | "stageReached" | "failedStage">): string {
  if (outcome === "succeeded") return "succeeded";
  const reached = stageReached === 0 ? "" : `; it reached stage ${stageReached}, ${stageNames[stageReached]}`;
  if (outcome === "open") return `is still open${reached}`;
  if (outcome === "unknown") return `has no known end${reached}`;
  return failedStage === null ? "failed" : `failed in stage ${failedStage} of 6, ${stageNames[failedStage]}`;
}
