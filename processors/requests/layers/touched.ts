import type { Cluster } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import { countWhile } from "./count-while.ts";

interface Stretch {
  readonly cluster: Cluster;
  readonly start: number;
  readonly end: number;
}

/** Clusters with a member that has a moment in common with a stretch of time. */
export function createTouched(
  clusters: readonly Cluster[],
): (stretch: Pick<Fragment, "start" | "end">) => readonly Cluster[] {
  const stretches = clusters
    .flatMap((cluster) =>
      cluster.members.map(({ fragment: { start, end } }): Stretch => ({ cluster, start, end })),
    )
    .filter(({ start, end }) => start <= end)
    .toSorted((a, b) => a.start - b.start);
  let latest = Number.NEGATIVE_INFINITY;
  const latestEnds = stretches.map(({ end }) => (latest = Math.max(latest, end)));
  return ({ start, end }) => {
    const found = new Set<Cluster>();
    const begun = countWhile(stretches, (one) => one.start <= end);
    for (let at = begun - 1; at >= 0 && (latestEnds[at] ?? start) >= start; at -= 1) {
      const stretch = stretches[at];
      if (stretch !== undefined && stretch.end >= start) found.add(stretch.cluster);
    }
    return [...found];
  };
}
