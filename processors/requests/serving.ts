import type { Observation } from "../contract/index.ts";
import type { Fragment } from "./fragment.ts";

/** By host: since when its logs tell of requests that a connector may report, ms UTC. */
export type ServingSince = Map<string, number>;

/** The clocks of one host's logs differ by less. */
const skewMs = 5000;

/** Adding it again changes nothing. */
export function noteServing(serving: ServingSince, observation: Observation): void {
  const { host, at, durationMs, trust } = observation;
  if (at === null || trust === "time-of-day" || !serves(observation)) return;
  const began = at - Math.max(0, durationMs);
  const known = serving.get(host);
  if (known === undefined || began < known) serving.set(host, began);
}

/**
 * The request that this reports may be one that the host has logs of. Only what came before it counts: that has been read when it is asked, however much of what
 * follows has.
 */
export function mayBeOfAnother(serving: ServingSince, { host, start }: Fragment): boolean {
  const since = serving.get(host);
  return since !== undefined && !(since > start + skewMs);
}

function serves({ writer, kind, stage }: Observation): boolean {
  return (writer === "connector" && (stage === 3 || stage === 4)) || kind === "contact.pki-operation";
}
