import { isDoubtful } from "../contract/index.ts";
import type { Observation } from "../contract/index.ts";

/**
 * Up to which moment the logs of a host go on, ms UTC; -Infinity: they have told nothing. What should have followed, and did not, is concluded from this. The time of a status file is
 * left out: a folder has no order, and a file that was copied tells of the moment of that.
 */
export interface Heard {
  /** In any of its logs. */
  any: number;
  /** In the log of the policy module. */
  plugin: number;
  /** In the logs of the site and of HTTP.sys, which a device's calls are in. */
  calls: number;
  /** A verification, which lies inside of a device's call, in another log than those. */
  verified: number;
}

export function createHeard(): Heard {
  const none = Number.NEGATIVE_INFINITY;
  return { any: none, plugin: none, calls: none, verified: none };
}

/** Adding it again changes nothing. */
export function noteHeard(heard: Heard, observation: Observation): void {
  const { at, trust, writer } = observation;
  if (at === null || trust === "time-of-day" || writer === "status-file") return;
  if (at > heard.any) heard.any = at;
  if (writer === "plugin" && at > heard.plugin) heard.plugin = at;
  if ((writer === "iis" || writer === "httperr") && at > heard.calls) heard.calls = at;
  if (at > heard.verified && isVerification(observation)) heard.verified = at;
}

function isVerification({ writer, kind, trust }: Observation): boolean {
  if (writer !== "plugin" && writer !== "crp" && writer !== "connector") return false;
  return (kind === "run.sent" || kind.startsWith("verify.")) && !isDoubtful(trust);
}

/** What is silent for so long while its log goes on has stopped, whether it is final or only provisional. */
export const stoppedAfterMs = 120_000;
/** Logs of one host are copied within minutes, and IIS writes what it has gathered about once in a minute. */
const copiedWithinMs = 15 * 60_000;
/** The clocks of one host's logs differ by less. */
const skewMs = 5000;

/** Something that is silent since `last`, ms UTC, and that any log of its host would tell of. */
export function hasStopped(heard: Heard, last: number): boolean {
  return heard.any - last > stoppedAfterMs;
}

/** A run of the policy module. */
export function hasStoppedVerifying(heard: Heard, last: number): boolean {
  return heard.plugin - last > stoppedAfterMs;
}

/** A device: either others call, or nobody does, and nothing shows that the log of the calls is not there. */
export function hasStoppedCalling({ any, calls, verified }: Heard, last: number): boolean {
  return calls - last > stoppedAfterMs || (any - last > copiedWithinMs && verified <= calls + skewMs);
}
