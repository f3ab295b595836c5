import type { HostView } from "./store.ts";

/**
 * When the collector of a host was last heard of, ms UTC: by the clock of the bus where that tells, so that a collector whose clock is an hour wrong is not taken for a silent
 * one, nor a silent one for one that sends. Null: it cannot fall silent. Its logs were read without a collector of their own, or no log was ever found of it: for places that
 * are still empty a collector speaks with the name of its machine, until it knows whose they are.
 */
export function lastHeard({ heardAt, readAt, sources }: HostView): number | null {
  return sources.length === 0 ? null : (heardAt ?? readAt);
}

/**
 * What has to be added to the stamps of a host to have them by the clock of the bus, ms; 0 where no other clock is known. The newest of what was heard tells it, with the time that
 * it was under way.
 */
export function clockOffsetMs({ heardAt, readAt }: HostView): number {
  return heardAt === undefined || readAt === null ? 0 : heardAt - readAt;
}

/** For longer than so many ms nothing was heard. */
export function isSilent(view: HostView, { now, silentMs }: Listening): boolean {
  const at = lastHeard(view);
  return at !== null && now - at > silentMs;
}

export interface Listening {
  readonly now: number;
  readonly silentMs: number;
}
