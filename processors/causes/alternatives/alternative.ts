import type { HostActivity } from "../../contract/index.ts";

/** Another cause that the same signal leaves open. `supported`: the host's activity speaks for it, so it comes first. */
export interface Alternative {
  readonly cause: string;
  readonly tellApart: string;
  readonly supported?: (activity: HostActivity) => boolean;
}

/** Alternatives by the id of the claimed cause, likeliest first. */
export type Alternatives = ReadonlyMap<string, readonly Alternative[]>;

export function near(...signals: readonly string[]): (activity: HostActivity) => boolean {
  return (activity) => signals.some((signal) => activity.signals.has(signal));
}

export function othersPass(activity: HostActivity): boolean {
  return activity.verifiedNear > 0;
}

export function nobodyPasses(activity: HostActivity): boolean {
  return activity.verifiedNear === 0 && activity.refusedNear > 0;
}
