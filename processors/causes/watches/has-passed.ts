import type { Request, Stage } from "../../contract/index.ts";

/** A record tells that the request passed this stage, or a later stage proves it. */
export function hasPassed(request: Request, stage: Stage): boolean {
  for (const view of request.stages)
    if (view.stage === stage) return view.status === "done" || view.status === "implied";
  return false;
}
