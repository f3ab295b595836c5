import type { PluginRun, Stretch } from "../fragment.ts";
import type { CrpRun } from "../runs/crp-runs.ts";
import type { Layer, LayerResult, Side } from "./layer.ts";
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
export function crpLayer(
  calls: Calls,
  crps: readonly CrpRun[],
  present: { readonly plugin: boolean; readonly crp: boolean },
): Layer {
  return {
    marginNats: 2,
    inner: {
      spans: crps.map((crp) => spanOf(crp.start, crp.end)),
      must: crps.map((crp) => present.plugin && crp.whole),
      whole: crps.map((crp) => crp.whole),
    },
    outer: outerSide(calls, (run) => present.crp && answered(run)),
    agrees: (inner, outer) => verdictsAgree(crps[inner], calls.runs[outer]),
  };
}

/** The rows of the calls inside of the plug-in's calls; each holds the registration point's run where that is known. */
export function rowLayer(
  calls: Calls,
  rows: RowSide,
  present: { readonly plugin: boolean; readonly iis: boolean },
): Layer {
  const cores = rows.cores.map((crp) => (crp === null ? null : spanOf(crp.start, crp.end)));
  return {
    inner: {
      spans: rows.rows.map((row) => rows.bounds(row)),
      must: new Array<boolean>(rows.rows.length).fill(present.plugin),
      whole: new Array<boolean>(rows.rows.length).fill(true),
    },
    outer: outerSide(calls, () => present.iis),
    agrees: (inner, outer) => answerAgrees(rows.rows[inner], calls.runs[outer]),
    core: (outer) => cores[outer] ?? null,
  };
}

/** Rows, what is known of their ends, and the registration point's run in each of the plug-in's calls. */
export interface RowSide {
  readonly rows: readonly Row[];
  readonly bounds: (row: Row) => Span;
  readonly cores: readonly (CrpRun | null)[];
}

/** Where a row's partner is known, its end is known as well as the partner's; where it is not, it lies in what the possible ones allow. */
export function pinRows(result: LayerResult, spans: readonly Span[], probable: boolean): void {
  for (const [inner, ends] of result.endsOfInner) {
    const span = spans[inner];
    if (span === undefined || (result.gradeOfInner[inner] !== "exact" && !probable)) continue;
    span.endFrom = ends.from;
    span.endTo = ends.to;
  }
}

function outerSide(calls: Calls, must: (run: PluginRun) => boolean): Side {
  const spans: Span[] = [];
  const musts: boolean[] = [];
  const whole: boolean[] = [];
  for (const run of calls.runs) {
    spans.push(callSpan(calls.call(run)));
    const reached = calls.reached(run) && run.whole;
    musts.push(must(run) && reached);
    // Whether a call that failed or timed out came to the registration point at all, no record says.
    whole.push(reached);
  }
  return { spans, must: musts, whole };
}

/** A run without such a call takes no partner. */
function callSpan(call: Stretch | null): Span {
  return call === null
    ? { endFrom: Number.NEGATIVE_INFINITY, endTo: Number.NEGATIVE_INFINITY, lengthMs: 0 }
    : spanOf(call.from, call.to);
}

function answered(run: PluginRun): boolean {
  return !run.observations.some((one) => one.kind === "verify.returned" && one.facts.status !== undefined);
}

/** A call that was refused verified no challenge. The other way round both can be: a challenge that is refused is an answer, too. */
function answerAgrees(row: Row | undefined, run: PluginRun | undefined): boolean {
  const isRefused = row?.observation.kind === "verify.call" && row.observation.outcome === "failed";
  return !isRefused || run?.verdict !== true;
}

function verdictsAgree(crp: CrpRun | undefined, run: PluginRun | undefined): boolean {
  if (crp === undefined || run === undefined) return false;
  return (
    crp.role === "crp-notify" || crp.verdict === null || run.verdict === null || crp.verdict === run.verdict
  );
}
