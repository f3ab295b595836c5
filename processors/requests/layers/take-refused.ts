import { clusterOf } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import type { Join, Unbound } from "./join.ts";
import { createTouched } from "./touched.ts";

/**
 * Refused verifications that the policy module's log, although it is there, has nothing of: it was cut off, or a file of it is missing. Each is real. It belongs to the only PKIOperation call
 * that it lies in, where that has no run of its own; one that touches nothing tells a failed request by itself. Of any other nobody can say whose it is.
 *
 * Returns what was opened; what it takes is no longer unbound.
 */
export function takeRefused({ unbound }: Pick<Join, "unbound">, clusters: readonly Cluster[]): Cluster[] {
  const refused = unbound.filter(({ fragment, holder }) => holder === null && isRefused(fragment));
  if (refused.length === 0) return [];
  const touched = createTouched(clusters);
  const opened: Cluster[] = [];
  const left = new Set<Unbound>(unbound);
  for (const one of refused) {
    const { fragment } = one;
    const [holder, ...others] = touched(fragment);
    if (holder === undefined) opened.push(clusterOf(fragment, "legacy", "a refused VerifyRequest call"));
    else if (others.length === 0 && isLoneCall(holder))
      holder.members.push({
        fragment,
        grade: "probable",
        why: "lies inside of this PKIOperation call, and of no other",
      });
    else continue;
    left.delete(one);
  }
  // At once: thousands can be refused, and each would be looked for.
  unbound.length = 0;
  for (const one of left) unbound.push(one);
  return opened;
}

function isRefused({ role, observations }: Fragment): boolean {
  return role === "verify-row" && observations[0]?.outcome === "failed";
}

function isLoneCall({ members }: Cluster): boolean {
  return members.every(({ fragment }) => fragment.role === "pki-row");
}
