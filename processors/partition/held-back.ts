import type { Observation } from "../contract/index.ts";

/** Old records of hosts that are not current, which the preview does not get before their host has caught up: no more than the book has in flight. */
export interface HeldBack {
  /** `host`: that of the file, as its reports name it. A record may name another. */
  hold(host: string, observation: Observation): void;
  /** It has come out of the book. */
  drop(observation: Observation): void;
  /** What is held of a host, which is held no more. */
  release(host: string): readonly Observation[];
}

export function createHeldBack(): HeldBack {
  const ofHost = new Map<string, Set<Observation>>();
  /** Thousands of devices may be behind at one time: a record is not looked for in the set of each. */
  const holder = new Map<Observation, Set<Observation>>();
  return {
    hold: (host, observation) => {
      const held = ofHost.get(host) ?? new Set();
      ofHost.set(host, held.add(observation));
      holder.set(observation, held);
    },
    drop: (observation) => {
      holder.get(observation)?.delete(observation);
      holder.delete(observation);
    },
    release: (host) => {
      const held = [...(ofHost.get(host) ?? [])];
      ofHost.delete(host);
      for (const observation of held) holder.delete(observation);
      return held;
    },
  };
}
