import type { PluginRun, Stretch } from "../fragment.ts";
import type { CrpRun } from "../runs/crp-runs.ts";
import { bindLayer } from "./bind-layer.ts";
import { pairFit } from "./edges.ts";
import { copyLearned, toleranceMaxMs } from "./layer.ts";
import type { Layer, LayerResult, Learned, Side } from "./layer.ts";
import type { Row } from "./row-ends.ts";
import { spanOf } from "./span.ts";
import type { Span } from "./span.ts";

/** The plug-in's calls of one kind, with what answers them: the registration point's own run, and the row that IIS wrote. */
export interface Calls {
  readonly runs: readonly PluginRun[];
  readonly call: (run: PluginRun) => Stretch | null;
  readonly reached: (run: PluginRun) => boolean;
}

/** The registration point's runs inside of the plug-in's calls, both to the millisecond or finer. */
export function crpLayer(calls: Calls, crps: readonly CrpRun[], present: { readonly plugin: boolean; readonly crp: boolean }): Layer {
  return {
    inner: {
      spans: crps.map((crp) => spanOf(crp.start, crp.end)),
      must: crps.map((crp) => present.plugin && crp.whole),
      whole: crps.map((crp) => crp.whole),
    },
    outer: outerSide(calls, (run) => present.crp && answered(run)),
    agrees: (inner, outer) => verdictsAgree(crps[inner], calls.runs[outer]),
  };
}

/** The rows of the calls inside of the plug-in's calls; each holds the registration point's run where that is certain. */
export function rowLayer(calls: Calls, rows: readonly Row[], options: { readonly crp: readonly (CrpRun | null)[]; readonly plugin: boolean; readonly iis: boolean }): Layer {
  const cores = options.crp.map((crp) => (crp === null ? null : spanOf(crp.start, crp.end)));
  return {
    inner: { spans: rows.map((row) => row.span), must: rows.map(() => options.plugin), whole: rows.map(() => true) },
    outer: outerSide(calls, () => options.iis),
    agrees: () => true,
    core: (outer) => cores[outer] ?? null,
  };
}

/** Decides a row layer for now, to learn where its rows end; nothing is carried. */
export function tryLayer(layer: Layer, learned: Learned): LayerResult {
  return bindLayer(layer, copyLearned(learned));
}

/** Where a row's partner is certain, its end is known as well as the partner's. */
export function pinRows(layer: Layer, result: LayerResult, rows: readonly Row[]): void {
  for (const [i, o] of result.partnerOfInner.entries()) {
    const outer = layer.outer.spans[o];
    const row = rows[i];
    if (result.gradeOfInner[i] !== "exact" || outer === undefined || row === undefined) continue;
    const fit = pairFit(layer, { i, o, inner: row.span, outer }, toleranceMaxMs);
    if (fit === null) continue;
    const from = Math.max(row.span.endFrom, outer.endFrom - fit.afterTo);
    const to = Math.min(row.span.endTo, outer.endTo - fit.afterFrom);
    if (from > to) continue;
    row.span.endFrom = from;
    row.span.endTo = to;
  }
}

function outerSide(calls: Calls, must: (run: PluginRun) => boolean): Side {
  return {
    spans: calls.runs.map((run) => callSpan(calls.call(run))),
    must: calls.runs.map((run) => must(run) && calls.reached(run) && run.whole),
    whole: calls.runs.map((run) => run.whole),
  };
}

/** A run without such a call takes no partner. */
function callSpan(call: Stretch | null): Span {
  return call === null ? { endFrom: Number.NEGATIVE_INFINITY, endTo: Number.NEGATIVE_INFINITY, lengthMs: 0 } : spanOf(call.from, call.to);
}

function answered(run: PluginRun): boolean {
  return !run.observations.some((one) => one.kind === "verify.returned" && one.facts.status !== undefined);
}

function verdictsAgree(crp: CrpRun | undefined, run: PluginRun | undefined): boolean {
  if (crp === undefined || run === undefined) return false;
  return crp.role === "crp-notify" || crp.verdict === null || run.verdict === null || crp.verdict === run.verdict;
}
