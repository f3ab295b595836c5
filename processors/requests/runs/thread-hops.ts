import type { Observation } from "../../contract/index.ts";
import { goesOn, inRun, sameThreadMs } from "./connector-draft.ts";
import type { Draft } from "./connector-draft.ts";
import { isKeyless } from "./identifiers.ts";

/** The only run that an event on another thread can go on with. That it does is concluded, not told. */
export function onlyWaiting(observation: Observation, drafts: readonly Draft[]): Draft | undefined {
  if (!inRun(observation) || !isKeyless(observation) || observation.kind === "verify.received")
    return undefined;
  const waiting = drafts.slice(-waitingMax).filter((draft) => waitsFor(observation, draft));
  const [only] = waiting;
  if (only === undefined || waiting.length > 1) return undefined;
  only.whole = false;
  return only;
}

/** More are never under way at once where order tells anything. */
const waitingMax = 16;

function waitsFor(observation: Observation, draft: Draft): boolean {
  const last = draft.observations.at(-1);
  const isNear =
    last?.fileId === observation.fileId && (observation.at ?? 0) - (last.at ?? 0) <= sameThreadMs;
  return (
    isNear &&
    goesOn(observation, draft) &&
    draft.observations.every((one) => isKeyless(one) && one.outcome !== "failed")
  );
}

/** Whether the steps of a request are told by several threads: hardly any thread that tells of a request goes on to its verification. */
export function threadsHop(observations: readonly Observation[]): boolean {
  const received = new Map<string, Observation>();
  let begun = 0;
  let verified = 0;
  for (const observation of observations) {
    if (!isKeyless(observation)) continue;
    if (observation.kind === "verify.received") {
      begun += 1;
      received.set(observation.thread, observation);
    } else if (observation.kind === "verify.finished") {
      const before = received.get(observation.thread);
      received.delete(observation.thread);
      if (before !== undefined && (observation.at ?? 0) - (before.at ?? 0) <= sameThreadMs) verified += 1;
    }
  }
  return verified * 3 < begun;
}
