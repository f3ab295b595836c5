import type { Cluster } from "../cluster.ts";
import { isPluginRun } from "../fragment.ts";
import type { Segment } from "./segment.ts";

/**
 * A run of the plug-in whose call was answered, while neither the registration point nor IIS has anything of that answer although they answer others just then: either both have
 * lost it, or the plug-in's clock is another than theirs, and what lies around the run is another request's.
 */
export function isUnanswered({ members, candidates }: Cluster, segment: Segment): boolean {
  const run = members[0]?.fragment;
  if (!isPluginRun(run) || !run.reachedVerify) return false;
  if (segment.crpVerifies.length + segment.verifyRows.length === 0) return false;
  const isBound = members.some(({ fragment: { role } }) => role === "crp-verify" || role === "verify-row");
  return !isBound && candidates.length === 0;
}
