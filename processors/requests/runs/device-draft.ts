import type { Observation } from "../../contract/index.ts";
import type { Fragment } from "../fragment.ts";

/** An enrolment that a device's log is telling; names are "" until one is told. */
export interface Draft {
  readonly observations: Observation[];
  profile: string;
  transaction: string;
  thumbprint: string;
  whole: boolean;
}

export function createDraft(): Draft {
  return { observations: [], profile: "", transaction: "", thumbprint: "", whole: true };
}

/** Adds a record, and the names that it tells. */
export function takeInto(draft: Draft, observation: Observation): void {
  draft.observations.push(observation);
  draft.profile = valueOf(observation, "profileId") || draft.profile;
  draft.transaction = valueOf(observation, "transactionId") || draft.transaction;
  draft.thumbprint = valueOf(observation, "thumbprint") || draft.thumbprint;
}

export function valueOf(observation: Observation, type: string): string {
  return observation.keys.find((key) => key.type === type)?.value ?? "";
}

/** Whether both are told and are not the same. */
export function differs(one: string, other: string): boolean {
  return one !== "" && other !== "" && one !== other;
}

/** Milliseconds between two records; 0 where one has no time, or there is none. */
export function gapBetween(one: Observation | undefined, other: Observation): number {
  return Math.abs((other.at ?? 0) - (one?.at ?? other.at ?? 0));
}

export function fragmentOf({ observations, whole }: Draft): Fragment {
  const times = observations
    .filter((one) => one.at !== null && one.trust !== "time-of-day")
    .map((one) => one.at ?? 0);
  return {
    role: "device-run",
    host: observations[0]?.host ?? "",
    start: times[0] ?? Number.NaN,
    end: times.at(-1) ?? Number.NaN,
    observations,
    whole,
  };
}
