import type { Issue } from "../courses/index.ts";
import { tellCaEvent, tellCaWarning } from "./ca-event.ts";
import { tellNdesEvent } from "./ndes-event.ts";
import { after } from "./request.ts";
import type { Telling } from "./request.ts";

/** NDES asks the CA. Returns when NDES goes on. */
export function tellDecision(telling: Telling, thread: number, from: number): number {
  const { issue } = telling.course;
  if (issue === null) return from;
  const received = from + after(telling, "submit");
  const decided = received + after(telling, "issue");
  if (issue.caEvent !== null) {
    tellCaEvent(telling, 4886, received);
    tellCaEvent(telling, issue.caEvent, decided);
    if (issue.caEvent === 4888) tellCaWarning(telling, issue, decided + 2);
  }
  const back = decided + after(telling, "collect");
  if (issue.ndes31)
    tellNdesEvent(telling, { id: 31, at: back, thread, fields: submitFields(telling, issue) });
  return back + 0.5;
}

/** The two parameters of event 31 occur in both orders. */
function submitFields(telling: Telling, issue: Issue): readonly (readonly [string, string])[] {
  const swapped = telling.host.random.chance(0.5);
  return [
    ["ErrorCode", swapped ? issue.words : issue.hresult],
    ["ErrorMessage", swapped ? issue.hresult : issue.words],
  ];
}
