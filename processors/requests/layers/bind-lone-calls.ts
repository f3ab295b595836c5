import { addCandidate, clusterOf } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import type { Fragment, Role } from "../fragment.ts";
import { bindLayer } from "./bind-layer.ts";
import type { CrpRun } from "../runs/crp-runs.ts";
import { toleranceMaxMs } from "./layer.ts";
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
 * request. So does its run of the Notify call, which alone tells whether a certificate was issued: it drops a file of nothing else. A refused verification that no call can hold tells a failed request by itself: rows of VerifyRequest without a PKIOperation row are real, since
 * the pool may die inside of the call. Only asked without NDESPlugin.log.
 */
export function bindLoneCalls(
  segment: Segment,
  clusters: readonly Cluster[],
  learned: { readonly verifyRow: Learned; readonly notifyRow: Learned; readonly crpNotify: Learned },
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
  const left = bindNotifies(calls, segment, learned.crpNotify);
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
      ...left,
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

/** The registration point's runs of Notify calls, each inside of the device's call and of the Notify row in it, and after its verification. Returns those that are bound to nothing. */
function bindNotifies(calls: readonly Call[], { crpNotifies }: Segment, learned: Learned): readonly CrpRun[] {
  const rows = calls.map(({ cluster }) => notifyRowOf(cluster));
  const result = bindLayer(
    {
      inner: {
        spans: crpNotifies.map(({ start, end }) => spanOf(start, end)),
        must: crpNotifies.map(() => false),
        whole: crpNotifies.map(({ whole }) => whole),
      },
      outer: {
        spans: calls.map(({ call }) => call),
        must: calls.map(() => false),
        whole: calls.map(() => true),
      },
      agrees: (inner, outer) => {
        const run = crpNotifies[inner];
        return run !== undefined && isAfter(run, calls[outer]) && liesIn(run, rows[outer]);
      },
    },
    learned,
  );
  return crpNotifies.filter((fragment, index) => {
    const partner = calls[result.partnerOfInner[index] ?? -1];
    const grade = "probable";
    const why = "lies inside of this PKIOperation call, and of no other that fits as well";
    partner?.cluster.members.push({ fragment, grade, why });
    if (partner === undefined) addCandidates(calls, fragment, result.candidatesOfInner.get(index) ?? []);
    return partner === undefined;
  });
}

function addCandidates(calls: readonly Call[], run: CrpRun, candidates: readonly number[]): void {
  for (const candidate of candidates) {
    const cluster = calls[candidate]?.cluster;
    const why = `lies inside of ${candidates.length} PKIOperation calls`;
    if (cluster !== undefined) addCandidate(cluster, run.observations, why);
  }
}

function notifyRowOf({ members }: Cluster): Fragment | undefined {
  return members.find(({ fragment }) => fragment.role === "notify-row")?.fragment;
}

function isAfter(run: CrpRun, call: Call | undefined): boolean {
  return call !== undefined && (call.core === null || run.start >= call.core.endTo);
}

/** Without such a row it is not known when the call was made. */
function liesIn(run: CrpRun, row: Fragment | undefined): boolean {
  return (
    row === undefined || (run.start >= row.start - toleranceMaxMs && run.end <= row.end + toleranceMaxMs)
  );
}
