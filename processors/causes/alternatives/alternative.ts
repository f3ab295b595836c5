import type { Clues } from "../clues.ts";

/** Another cause that the same signal leaves open. `supported`: the host's activity, or the request's own evidence, speaks for it, so it comes first. */
export interface Alternative {
  readonly cause: string;
  readonly tellApart: string;
  readonly supported?: (clues: Clues) => boolean;
}

/** Alternatives by the id of the claimed cause, likeliest first. */
export type Alternatives = ReadonlyMap<string, readonly Alternative[]>;

export function near(...signals: readonly string[]): (clues: Clues) => boolean {
  return ({ activity }) => signals.some((signal) => activity.signals.has(signal));
}

export function othersPass({ activity }: Clues): boolean {
  return activity.verifiedNear > 0;
}

export function nobodyPasses({ activity }: Clues): boolean {
  return activity.verifiedNear === 0 && activity.refusedNear > 0;
}
