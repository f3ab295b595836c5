import type { Candidate, Generation, Grade, Observation } from "../contract/index.ts";
import type { Fragment, Role } from "./fragment.ts";

/** A fragment that belongs to a request, how surely, and why in words. */
export interface Member {
  readonly fragment: Fragment;
  readonly grade: Grade;
  readonly why: string;
}

/** One attempt as one host's time-bound sources show it: an anchor and what lies in or around it. */
export interface Cluster {
  readonly host: string;
  readonly generation: Generation;
  readonly members: Member[];
  readonly candidates: Candidate[];
}

export const candidatesPerClusterMax = 16;

export function observationsOf({ members }: Cluster): readonly Observation[] {
  return members.flatMap(({ fragment }) => fragment.observations);
}

export function clusterOf(anchor: Fragment, generation: Generation, why: string): Cluster {
  const grade = anchor.whole ? "exact" : "probable";
  return { host: anchor.host, generation, members: [{ fragment: anchor, grade, why }], candidates: [] };
}

export function addCandidate(
  cluster: Cluster,
  observations: readonly Observation[],
  reason: string | Omit<Candidate, "observation">,
): void {
  const why = typeof reason === "string" ? { why: reason } : reason;
  for (const observation of observations) {
    if (cluster.candidates.length < candidatesPerClusterMax) cluster.candidates.push({ observation, ...why });
  }
}

const runs: ReadonlySet<Role> = new Set<Role>(["plugin-run", "crp-verify", "connector-run"]);
const calls: ReadonlySet<Role> = new Set<Role>(["pki-row", "http-error"]);

/** A run inside of a device's call of which no record is there, not even one that may be it. */
export function isUnlogged({ members: [anchor, ...members], candidates }: Cluster): boolean {
  if (anchor === undefined || !runs.has(anchor.fragment.role)) return false;
  return (
    members.every(({ fragment }) => !calls.has(fragment.role)) &&
    candidates.every(({ observation }) => observation.kind !== "contact.pki-operation")
  );
}

/** The weaker of two grades: a binding is as sure as its weakest link. `key` counts as `exact` on a path. */
export function weakest(a: Grade, b: Grade): Grade {
  if (a === "probable" || b === "probable") return "probable";
  return a === "key" && b === "key" ? "key" : "exact";
}
