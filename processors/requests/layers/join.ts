import { addCandidate } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import type { LayerResult } from "./layer.ts";

/** A fragment that is bound to nothing, and the run that it would belong to in the cheapest matching: where that one is decided, it is as well. */
export interface Unbound {
  readonly fragment: Fragment;
  readonly holder: Fragment | null;
}

/** The clusters of a segment as they grow, and what is left over. */
export interface Join {
  readonly clusters: readonly Cluster[];
  readonly unbound: Unbound[];
  ambiguous: number;
}

/** Takes over what a layer says of the fragments inside of the plug-in's calls. */
export function takeInner(
  join: Join,
  result: LayerResult,
  inner: { readonly fragments: readonly Fragment[]; readonly what: string },
): void {
  for (const [index, fragment] of inner.fragments.entries()) {
    const grade = result.gradeOfInner[index] ?? null;
    const cluster = join.clusters[result.partnerOfInner[index] ?? -1];
    if (grade !== null && cluster !== undefined) {
      const why =
        grade === "exact"
          ? `${inner.what} fits inside of this call only`
          : `${inner.what} fits inside of this call far better than anywhere else`;
      cluster.members.push({ fragment, grade: fragment.whole ? grade : "probable", why });
      continue;
    }
    join.unbound.push({ fragment, holder: anchorOf(join.clusters[result.tentativeOfInner[index] ?? -1]) });
    const candidates = result.candidatesOfInner.get(index) ?? [];
    if (candidates.length > 0) join.ambiguous += 1;
    for (const outer of candidates) {
      const other = join.clusters[outer];
      if (other !== undefined)
        addCandidate(
          other,
          fragment.observations.slice(0, 1),
          `${inner.what} fits inside of ${candidates.length} calls`,
        );
    }
  }
}

export function anchorOf(cluster: Cluster | undefined): Fragment | null {
  return cluster?.members[0]?.fragment ?? null;
}
