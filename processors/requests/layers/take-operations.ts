import type { Observation } from "../../contract/index.ts";
import { addCandidate, clusterOf } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import { anchorOf } from "./join.ts";
import type { Join } from "./join.ts";
import type { LayerResult } from "./layer.ts";
import { mayHoldRun } from "./operation-layer.ts";
import { rowFragment } from "./row-ends.ts";
import type { Row } from "./row-ends.ts";

/** PKIOperation rows hold the runs; a row without a run opens a request only when no run is possible, or none by the margin. */
export function takeOperations(
  join: Join,
  clusters: readonly Cluster[],
  outer: { readonly result: LayerResult; readonly rows: readonly Row[] },
): Cluster[] {
  const { result, rows } = outer;
  const taken = new Set<number>();
  const holders = new Map<number, Cluster>();
  for (const [index, cluster] of clusters.entries()) {
    holders.set(result.tentativeOfInner[index] ?? -1, cluster);
    const grade = result.gradeOfInner[index] ?? null;
    const row = rows[result.partnerOfInner[index] ?? -1];
    if (grade !== null && row !== undefined) {
      taken.add(result.partnerOfInner[index] ?? -1);
      const why =
        grade === "exact"
          ? "the only PKIOperation call that can hold this run"
          : "the PKIOperation call that holds this run far better than any other";
      cluster.members.push({ fragment: rowFragment("pki-row", row), grade, why });
      continue;
    }
    const candidates = result.candidatesOfInner.get(index) ?? [];
    for (const candidate of candidates) {
      const one = rows[candidate];
      const why = whyCandidate(candidates.length);
      if (one !== undefined)
        addCandidate(cluster, [one.observation], {
          why,
          ...(candidate === result.tentativeOfInner[index] ? { likeliest: true } : {}),
        });
    }
  }
  return openRest(join, { ...outer, taken, holders });
}

interface Rest {
  readonly result: LayerResult;
  readonly rows: readonly Row[];
  readonly taken: ReadonlySet<number>;
  readonly holders: ReadonlyMap<number, Cluster>;
}

function openRest(join: Join, { result, rows, taken, holders }: Rest): Cluster[] {
  const opened: Cluster[] = [];
  for (const [index, row] of rows.entries()) {
    if (taken.has(index)) continue;
    const fragment = rowFragment("pki-row", row);
    if (isPoll(row.observation)) join.unbound.push({ fragment, holder: null });
    else if (result.outerLeft[index] === true || !mayHoldRun(row.observation))
      opened.push(clusterOf(fragment, "unknown", "a PKIOperation call"));
    else {
      join.ambiguous += 1;
      join.unbound.push({ fragment, holder: anchorOf(holders.get(index)) });
    }
  }
  return opened;
}

/** A device that asks what became of its request (CertPoll): it belongs to that by its transaction, and is no request itself. */
function isPoll({ facts }: Observation): boolean {
  return facts.messageType === "20";
}

function whyCandidate(count: number): string {
  return count === 1
    ? "a PKIOperation call that can hold this run, and can be of another request as well"
    : `one of ${count} PKIOperation calls that can hold this run`;
}
