import { addCandidate, clusterOf } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import type { Fragment, Role } from "../fragment.ts";
import { bindLayer } from "./bind-layer.ts";
import type { Learned } from "./layer.ts";
import { rowFragment } from "./row-ends.ts";
import type { Row } from "./row-ends.ts";
import type { Segment } from "./segment.ts";
import { spanOf } from "./span.ts";
import type { Span } from "./span.ts";

/** What the policy module's calls came to. */
export interface LoneCalls {
  readonly opened: readonly Cluster[];
  readonly unbound: readonly Fragment[];
}

/**
 * The policy module's calls where its own log is not there: each lies inside of a PKIOperation call, and holds the registration point's run of the same
 * request. A refused verification that no call can hold tells a failed request by itself: rows of VerifyRequest without a PKIOperation row are real, since
 * the pool may die inside of the call. Only asked without NDESPlugin.log.
 */
export function bindLoneCalls(
  segment: Segment,
  clusters: readonly Cluster[],
  learned: { readonly verifyRow: Learned; readonly notifyRow: Learned },
): LoneCalls {
  const calls = clusters.flatMap((cluster) => {
    const call = callOf(cluster);
    return call === null ? [] : [{ cluster, call, core: coreOf(cluster) }];
  });
  const verified = bindRowsIn(calls, {
    rows: segment.verifyRows,
    role: "verify-row",
    learned: learned.verifyRow,
  });
  const notified = bindRowsIn(calls, {
    rows: segment.notifyRows,
    role: "notify-row",
    learned: learned.notifyRow,
  });
  const opening = verified.filter(
    ({ row, isCandidate }) => !isCandidate && row.observation.outcome === "failed",
  );
  return {
    opened: opening.map(({ row }) =>
      clusterOf(rowFragment("verify-row", row), "legacy", "a refused VerifyRequest call"),
    ),
    unbound: [
      ...verified.filter((one) => !opening.includes(one)).map(({ row }) => rowFragment("verify-row", row)),
      ...notified.map(({ row }) => rowFragment("notify-row", row)),
    ],
  };
}

interface Call {
  readonly cluster: Cluster;
  readonly call: Span;
  /** The registration point's run, where it is there. */
  readonly core: Span | null;
}

function callOf({ members }: Cluster): Span | null {
  const row = members.find(({ fragment }) => fragment.role === "pki-row")?.fragment;
  if (row === undefined) return null;
  return {
    endFrom: row.end - 1000,
    endTo: row.end,
    lengthMs: Math.max(0, row.observations[0]?.durationMs ?? 0),
  };
}

function coreOf({ members }: Cluster): Span | null {
  const run = members.find(({ fragment }) => fragment.role === "crp-verify")?.fragment;
  return run === undefined ? null : spanOf(run.start, run.end);
}

interface Rows {
  readonly rows: readonly Row[];
  readonly role: Role;
  readonly learned: Learned;
}

/** Returns the rows that are bound to nothing. */
function bindRowsIn(
  calls: readonly Call[],
  { rows, role, learned }: Rows,
): readonly { readonly row: Row; readonly isCandidate: boolean }[] {
  const result = bindLayer(
    {
      inner: { spans: rows.map((row) => row.span), must: rows.map(() => false), whole: rows.map(() => true) },
      outer: {
        spans: calls.map(({ call }) => call),
        must: calls.map(() => false),
        whole: calls.map(() => true),
      },
      agrees: () => true,
      ...(role === "verify-row" ? { core: (outer: number): Span | null => calls[outer]?.core ?? null } : {}),
    },
    learned,
  );
  return rows.flatMap((row, index) => {
    const partner = calls[result.partnerOfInner[index] ?? -1];
    const candidates = result.candidatesOfInner.get(index) ?? [];
    for (const candidate of candidates) {
      const cluster = calls[candidate]?.cluster;
      if (cluster !== undefined)
        addCandidate(cluster, [row.observation], `lies inside of ${candidates.length} PKIOperation calls`);
    }
    if (partner === undefined) return [{ row, isCandidate: candidates.length > 0 }];
    partner.cluster.members.push({
      fragment: rowFragment(role, row),
      grade: "probable",
      why: "lies inside of this PKIOperation call, and of no other that fits as well",
    });
    return [];
  });
}
