import { addCandidate, clusterOf } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import { bindCa } from "./bind-ca.ts";
import { bindLayer } from "./bind-layer.ts";
import { bindHttpErrors } from "./bind-http-errors.ts";
import { bindLoneCalls } from "./bind-lone-calls.ts";
import { bindNdesEvents } from "./bind-ndes-events.ts";
import { bindStatusFiles } from "./bind-status-files.ts";
import { bindRows } from "./bind-rows.ts";
import { bindTwice, nothing } from "./bind-twice.ts";
import { crpLayer } from "./call-layers.ts";
import type { Calls } from "./call-layers.ts";
import type { LayerResult } from "./layer.ts";
import { mayHoldRun, operationLayer } from "./operation-layer.ts";
import { rowFragment } from "./row-ends.ts";
import type { Row } from "./row-ends.ts";
import type { HostLearned, Segment } from "./segment.ts";

/** What a segment came to: clusters, and what is bound to none of them. */
export interface SegmentBound {
  readonly clusters: readonly Cluster[];
  readonly unbound: readonly Unbound[];
  /** Records that fit several requests equally, and are bound to none. */
  readonly ambiguous: number;
}

/** A fragment that is bound to nothing, and the run that it would belong to in the cheapest matching: where that one is decided, it is as well. */
export interface Unbound {
  readonly fragment: Fragment;
  readonly holder: Fragment | null;
}

/**
 * Binds one segment of one host. Layers in the order of their precision: the registration point inside of the plug-in's calls, then the rows of those calls,
 * whose order in the file then tells where the rows between them ended, then the device's PKIOperation around it all; events by thread; the CA inside.
 */
export function bindSegment(segment: Segment, learned: HostLearned): SegmentBound {
  const runs = segment.pluginRuns;
  const clusters = runs.map((run) => clusterOf(run, "legacy", "run of a plug-in thread"));
  const unbound: Unbound[] = segment.reports.map((fragment) => ({ fragment, holder: null }));
  const present = { plugin: segment.present.has("plugin"), crp: segment.present.has("crp"), iis: segment.present.has("iis") };
  const verify: Calls = { runs, call: (run) => run.verifyCall, reached: (run) => run.reachedVerify };
  const notify: Calls = { runs, call: (run) => run.notifyCall, reached: (run) => run.reachedNotify };
  const join: Join = { clusters, unbound, ambiguous: 0 };

  const verified = bindLayer(crpLayer(verify, segment.crpVerifies, present), learned.crpVerify);
  const notified = bindLayer(crpLayer(notify, segment.crpNotifies, present), learned.crpNotify);
  take(join, verified, { fragments: present.plugin ? segment.crpVerifies : [], what: "the registration point's run" });
  take(join, notified, { fragments: segment.crpNotifies, what: "the registration point's run" });
  const sides = [
    { calls: verify, rows: segment.verifyRows, crps: segment.crpVerifies, crp: verified, learned: learned.verifyRow },
    { calls: notify, rows: segment.notifyRows, crps: segment.crpNotifies, crp: notified, learned: learned.notifyRow },
  ];
  const rows = [...segment.verifyRows, ...segment.notifyRows, ...segment.pkiRows, ...segment.otherRows];
  const [verifyRows, notifyRows] = bindRows(sides, rows, present);
  const logged = present.plugin ? segment : { verifyRows: [], notifyRows: [] };
  take(join, verifyRows ?? nothing, { fragments: logged.verifyRows.map((row) => rowFragment("verify-row", row)), what: "the VerifyRequest row" });
  take(join, notifyRows ?? nothing, { fragments: logged.notifyRows.map((row) => rowFragment("notify-row", row)), what: "the Notify row" });

  // Without the policy module's log its partner's runs stand for its own.
  const crpAlone = present.plugin ? [] : segment.crpVerifies;
  const all = [...clusters, ...crpAlone.map((run) => clusterOf(run, "legacy", "run of the registration point")), ...segment.connectorRuns.map((run) => clusterOf(run, "unified", "run of the connector"))];
  const holders = [...runs, ...crpAlone, ...segment.connectorRuns];
  const operations = bindTwice(
    operationLayer(holders, { rows: segment.pkiRows, bounds: (row) => row.span }, present.iis),
    operationLayer(holders, { rows: segment.pkiRows, bounds: (row) => row.likely }, present.iis),
    learned.pkiRow,
  );
  all.push(...takeOperations(join, all, { result: operations, rows: segment.pkiRows }));
  const lone = present.plugin ? { opened: [], unbound: [] } : bindLoneCalls(segment, all, learned);
  const lost = bindHttpErrors(segment.httpErrors, all);
  all.push(...lone.opened, ...lost.opened);
  join.ambiguous += lost.unbound.length;
  unbound.push(...[...lone.unbound, ...lost.unbound].map((fragment) => ({ fragment, holder: null })));
  const context = { segment, learned, clusters: all, unbound: [] };
  all.push(...bindNdesEvents(context));
  bindCa(context);
  bindStatusFiles(context);
  unbound.push(...context.unbound.map((fragment) => ({ fragment, holder: null })));
  return { clusters: all, unbound, ambiguous: join.ambiguous };
}

interface Join {
  readonly clusters: readonly Cluster[];
  readonly unbound: Unbound[];
  ambiguous: number;
}

function take(join: Join, result: LayerResult, inner: { readonly fragments: readonly Fragment[]; readonly what: string }): void {
  for (const [index, fragment] of inner.fragments.entries()) {
    const grade = result.gradeOfInner[index] ?? null;
    const cluster = join.clusters[result.partnerOfInner[index] ?? -1];
    if (grade !== null && cluster !== undefined) {
      const why = grade === "exact" ? `${inner.what} fits inside of this call only` : `${inner.what} fits inside of this call far better than anywhere else`;
      cluster.members.push({ fragment, grade: fragment.whole ? grade : "probable", why });
      continue;
    }
    join.unbound.push({ fragment, holder: anchorOf(join.clusters[result.tentativeOfInner[index] ?? -1]) });
    const candidates = result.candidatesOfInner.get(index) ?? [];
    if (candidates.length > 0) join.ambiguous += 1;
    for (const outer of candidates) {
      const other = join.clusters[outer];
      if (other !== undefined) addCandidate(other, fragment.observations.slice(0, 1), `${inner.what} fits inside of ${candidates.length} calls`);
    }
  }
}

/** PKIOperation rows hold the runs; a row without a run opens a request only when no run is possible, or none by the margin. */
function takeOperations(join: Join, clusters: readonly Cluster[], outer: { readonly result: LayerResult; readonly rows: readonly Row[] }): Cluster[] {
  const { result, rows } = outer;
  const taken = new Set<number>();
  const holders = new Map<number, Cluster>();
  for (const [index, cluster] of clusters.entries()) {
    holders.set(result.tentativeOfInner[index] ?? -1, cluster);
    const grade = result.gradeOfInner[index] ?? null;
    const row = rows[result.partnerOfInner[index] ?? -1];
    if (grade !== null && row !== undefined) {
      taken.add(result.partnerOfInner[index] ?? -1);
      const why = grade === "exact" ? "the only PKIOperation call that can hold this run" : "the PKIOperation call that holds this run far better than any other";
      cluster.members.push({ fragment: rowFragment("pki-row", row), grade, why });
      continue;
    }
    const candidates = result.candidatesOfInner.get(index) ?? [];
    for (const candidate of candidates) {
      const one = rows[candidate];
      const why = `one of ${candidates.length} PKIOperation calls that can hold this run`;
      if (one !== undefined) addCandidate(cluster, [one.observation], { why, ...(candidate === result.tentativeOfInner[index] ? { likeliest: true } : {}) });
    }
  }
  const opened: Cluster[] = [];
  for (const [index, row] of rows.entries()) {
    if (taken.has(index)) continue;
    if (result.outerLeft[index] === true || !mayHoldRun(row.observation)) opened.push(clusterOf(rowFragment("pki-row", row), "unknown", "a PKIOperation call"));
    else {
      join.ambiguous += 1;
      join.unbound.push({ fragment: rowFragment("pki-row", row), holder: anchorOf(holders.get(index)) });
    }
  }
  return opened;
}

function anchorOf(cluster: Cluster | undefined): Fragment | null {
  return cluster?.members[0]?.fragment ?? null;
}
