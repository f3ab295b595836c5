import { clusterOf } from "../cluster.ts";
import type { Cluster } from "../cluster.ts";
import type { Fragment } from "../fragment.ts";
import { bindCa } from "./bind-ca.ts";
import { bindCalls } from "./bind-calls.ts";
import { bindHttpErrors, diedRuns } from "./bind-http-errors.ts";
import { bindLoneCalls } from "./bind-lone-calls.ts";
import { bindNdesEvents } from "./bind-ndes-events.ts";
import { bindPointRefusals } from "./bind-point-refusals.ts";
import { bindTwice } from "./bind-twice.ts";
import type { Join, Unbound } from "./join.ts";
import type { Layer, LayerResult } from "./layer.ts";
import { lessSure } from "./less-sure.ts";
import { hasEnded, mayHold, mayHoldRun, operationLayer } from "./operation-layer.ts";
import type { Row } from "./row-ends.ts";
import type { Span } from "./span.ts";
import type { HostLearned, Segment } from "./segment.ts";
import { takeOperations } from "./take-operations.ts";
import { takeRefused } from "./take-refused.ts";
import { doubt, tornByCalls } from "./torn-runs.ts";
import { isUnanswered } from "./unanswered-runs.ts";

/** What a segment came to: clusters, and what is bound to none of them. */
export interface SegmentBound {
  readonly clusters: readonly Cluster[];
  readonly unbound: readonly Unbound[];
  /** Records that fit several requests equally, and are bound to none. */
  readonly ambiguous: number;
}

/**
 * Binds one segment of one host. Layers in the order of their precision: the registration point inside of the plug-in's calls, then the rows of those calls,
 * whose order in the file then tells where the rows between them ended, then the device's PKIOperation around it all; events by thread; the CA inside.
 */
export function bindSegment(segment: Segment, learned: HostLearned): SegmentBound {
  const clusters = segment.pluginRuns.map((run) => clusterOf(run, "legacy", "run of a plug-in thread"));
  const unbound: Unbound[] = segment.reports.map((fragment) => ({ fragment, holder: null }));
  const join: Join = { clusters, unbound, ambiguous: 0 };
  const hasPlugin = segment.present.has("plugin");
  const free = (fragments: readonly Fragment[]): void => {
    unbound.push(...fragments.map((fragment) => ({ fragment, holder: null })));
  };
  const strays = bindCalls(segment, learned, join);
  // Without the policy module's log its partner's runs stand for its own.
  const crpAlone = hasPlugin ? [] : segment.crpVerifies;
  const all = [
    ...clusters,
    ...crpAlone.map((run) => clusterOf(run, "legacy", "run of the registration point")),
    ...segment.connectorRuns.map((run) => clusterOf(run, "unified", "run of the connector")),
  ];
  takeFollowers(segment, all);
  all.push(...bindOperations({ segment, learned, join, strays }, all));
  const lone = hasPlugin
    ? { opened: takeRefused(join, all), unbound: [] }
    : bindLoneCalls(segment, all, learned);
  const lost = bindHttpErrors(segment.httpErrors, all);
  all.push(...lone.opened, ...lost.opened);
  join.ambiguous += lost.unbound.length;
  free([...lone.unbound, ...lost.unbound]);
  const context = { segment, learned, clusters: all, unbound: [] };
  all.push(...bindNdesEvents(context));
  all.push(...bindPointRefusals(context));
  bindCa(context);
  free(context.unbound);
  return { clusters: all, unbound, ambiguous: join.ambiguous };
}

function takeFollowers(segment: Segment, clusters: readonly Cluster[]): void {
  const byFirst = new Map(clusters.map((cluster) => [cluster.members[0]?.fragment.observations[0], cluster]));
  for (const { run, fragment } of segment.followers) {
    byFirst.get(run.observations[0])?.members.push({
      fragment,
      grade: "probable",
      why: "on the thread of this run, just after it, in another log",
    });
  }
}

interface Work {
  readonly segment: Segment;
  readonly learned: HostLearned;
  readonly join: Join;
  /** What answered calls that are not logged. */
  readonly strays: readonly Fragment[];
}

/** The device's calls around the runs of the policy module, the registration point or the connector. */
function bindOperations({ segment, learned, join, strays }: Work, clusters: readonly Cluster[]): Cluster[] {
  const holders = clusters.flatMap(({ members }) => members[0]?.fragment ?? []);
  const hasIis = segment.present.has("iis");
  const died = diedRuns(segment.httpErrors, holders);
  const layerOf = (bounds: (row: Row) => Span): Layer =>
    operationLayer(
      holders,
      { rows: segment.pkiRows, bounds },
      (run) => hasIis && hasEnded(run) && !died.has(run),
    );
  const readings = {
    certain: layerOf((row) => row.span),
    likely: layerOf((row) => row.likely),
    stamped: layerOf((row) => row.stamped),
  };
  // What else shows that a call had a run, which is not logged: a call that may be theirs is certain of no other.
  const result = lessSure(bindTwice(readings, learned.pkiRow), (inner, outer) => {
    const row = segment.pkiRows[outer];
    const cluster = clusters[inner];
    const isAnothers = row !== undefined && strays.some((stray) => mayHold(row.stamped, stray));
    return isAnothers || (cluster !== undefined && isUnanswered(cluster, segment));
  });
  const opened = takeOperations(join, clusters, { result, rows: segment.pkiRows });
  doubtTorn(clusters, result, segment.pkiRows);
  return opened;
}

/** A run without a call, of which a call without a run holds one end only. */
function doubtTorn(clusters: readonly Cluster[], result: LayerResult, rows: readonly Row[]): void {
  if (result.off) return;
  const alone = clusters.filter(
    (_, index) => (result.partnerOfInner[index] ?? -1) < 0 && !result.candidatesOfInner.has(index),
  );
  if (alone.length === 0) return;
  const strays = rows.filter((row, index) => result.outerLeft[index] === true && mayHoldRun(row.observation));
  const runs = alone.flatMap(({ members }) => members[0]?.fragment ?? []);
  for (const index of tornByCalls(
    runs,
    strays.map(({ span }) => span),
  )) {
    const cluster = alone[index];
    if (cluster !== undefined) doubt(cluster);
  }
}
