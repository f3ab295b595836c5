import type { Observation } from "../../contract/index.ts";

/** A run that the connector's events are telling. */
export interface Draft {
  readonly observations: Observation[];
  readonly followers: Observation[];
  whole: boolean;
}

/** Longer than a thread is silent within one request. */
export const sameThreadMs = 10_000;

export function inRun(observation: Observation): boolean {
  return observation.stage === 3 || observation.stage === 4;
}

/** The steps of a run by what they may come after: each is taken once, and what the CA has decided is not decided again. */
const steps: ReadonlyMap<Observation["kind"], number> = new Map([
  ["verify.received", 0],
  ["verify.finished", 1],
  ["issue.issued", 2],
  ["issue.denied", 2],
  ["report.completed", 3],
  ["report.retrying", 3],
]);

/** A step that the run has behind it proves that the border between two is missing. */
export function goesOn({ kind }: Observation, { observations }: Draft): boolean {
  const step = steps.get(kind) ?? Number.POSITIVE_INFINITY;
  return observations.every((one) => (steps.get(one.kind) ?? -1) < step);
}

/** It lacks no step. */
export function complete({ observations }: Draft): boolean {
  const verified = observations.find((one) => one.kind === "verify.finished");
  const decided = observations.some((one) => one.stage === 4);
  // What was refused is not issued: of two runs of one thread the border is missing.
  return verified !== undefined && (verified.outcome === "failed") !== decided;
}
