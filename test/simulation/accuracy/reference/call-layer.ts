import type { Latencies } from "../../index.ts";
import { aloneCost, type Pair } from "./assignment.ts";
import type { PluginCall } from "./crp-layer.ts";
import { densityAt, sumOf, type Density } from "./density.ts";
import type { CrpRun, HostLogs } from "./read-host.ts";
import { endDensity, type Bounds, type RowEnds } from "./row-ends.ts";

/**
 * The plug-in's own rows (VerifyRequest, Notify). The row begins between the plug-in's "Sending" and the CRP's "Started",
 * and ends between the CRP's "Finished" and the plug-in's next word: what its second, its time-taken and its place in the
 * file say of both is weighed with the densities of these four spans.
 */
export interface CallLayer {
  /** Calls (left) with rows (right), given what is known of when the rows ended. */
  readonly pairs: (ends: RowEnds) => readonly Pair[];
  /** What the possible calls of each row say of when it ended. */
  readonly boundsOf: (pairs: readonly Pair[]) => readonly Bounds[];
}

export interface CallContext {
  readonly kind: CrpRun["kind"];
  readonly latencies: Latencies;
  /** Place among the calls to place among the CRP runs. */
  readonly crpOf: ReadonlyMap<number, number>;
}

export function createCallLayer(
  logs: HostLogs,
  calls: readonly PluginCall[],
  context: CallContext,
): CallLayer {
  const rows = rowsByShape(logs, context.kind);
  const spans = spansOf(context);
  const windows = calls.map((call, at) => windowOf(call, logs.crpRuns[context.crpOf.get(at) ?? -1]));
  const shapes = calls.map((call, at) => shapesOf(call, windows[at] ?? null, spans));
  return {
    pairs: (ends) =>
      shapes.flatMap((byShape, left) =>
        [...byShape].flatMap(([shape, moments]) =>
          (rows.get(shape) ?? []).flatMap((right) => pairOf(ends, { left, right }, moments)),
        ),
      ),
    boundsOf: (pairs) =>
      [...Map.groupBy(pairs, ({ right }) => right)].map(([row, candidates]) => ({
        row,
        from: Math.min(...candidates.map(({ left }) => windows[left]?.finished ?? 0)),
        to: Math.max(...candidates.map(({ left }) => (windows[left]?.back ?? Infinity) + 1)),
      })),
  };
}

interface Moments {
  readonly ends: number[];
  readonly chances: number[];
}

function pairOf(
  ends: RowEnds,
  { left, right }: { left: number; right: number },
  moments: Moments,
): readonly Pair[] {
  let likelihood = 0;
  moments.ends.forEach((end, at) => {
    likelihood += endDensity(ends, right, end) * (moments.chances[at] ?? 0);
  });
  const cost = -Math.log(likelihood);
  return cost < aloneCost ? [{ left, right, cost }] : [];
}

interface Window {
  readonly started: number;
  readonly finished: number;
  readonly back: number;
  /** The CRP wrote nothing: only the plug-in's words bound the call. */
  readonly silent: boolean;
}

function windowOf({ sent, back }: PluginCall, crp: CrpRun | undefined): Window | null {
  if (Number.isNaN(back)) return null;
  if (crp === undefined || Number.isNaN(crp.end))
    return { started: back, finished: sent, back, silent: true };
  return { started: crp.start, finished: crp.end, back, silent: false };
}

interface Spans {
  readonly connect: Density;
  readonly dispatch: Density;
  readonly answer: Density;
  readonly back: Density;
}

function spansOf({ kind, latencies: { connect, dispatch, answer, accept, leave } }: CallContext): Spans {
  const back = kind === "verify" ? [accept] : [accept, leave];
  return {
    connect: sumOf([connect]),
    dispatch: sumOf([dispatch]),
    answer: sumOf([answer]),
    back: sumOf(back),
  };
}

const shapeOf = (second: number, takenMs: number): string => `${second}/${takenMs}`;

function rowsByShape(logs: HostLogs, kind: CrpRun["kind"]): ReadonlyMap<string, readonly number[]> {
  const places = logs.rows.flatMap((row, place) => (row.kind === kind ? [{ row, place }] : []));
  const groups = Map.groupBy(places, ({ row }) => shapeOf(row.second, row.takenMs));
  return new Map([...groups].map(([shape, group]) => [shape, group.map(({ place }) => place)]));
}

const stepMs = 0.2;

/** What the row can look like, and when it then ends, with the chances. */
function shapesOf(call: PluginCall, window: Window | null, spans: Spans): ReadonlyMap<string, Moments> {
  const shapes = new Map<string, Moments>();
  if (window === null || window.back - window.finished > 300) return shapes;
  const { begin, end } = densitiesOf(call, window, spans);
  const begins = weights(call.sent, window.started, begin);
  for (const [at, endChance] of weights(window.finished, window.back + 1, end)) {
    for (const [from, beginChance] of begins) {
      if (from > at) break;
      const shape = shapeOf(Math.floor(at / 1000) * 1000, Math.floor(at - from));
      let moments = shapes.get(shape);
      if (moments === undefined) shapes.set(shape, (moments = { ends: [], chances: [] }));
      moments.ends.push(at);
      moments.chances.push(endChance * beginChance);
    }
  }
  return shapes;
}

type At = (at: number) => number;

function densitiesOf(call: PluginCall, window: Window, spans: Spans): { begin: At; end: At } {
  const connect: At = (at) => densityAt(spans.connect, at - call.sent);
  const back: At = (at) => densityAt(spans.back, window.back + 0.5 - at);
  if (window.silent) return { begin: connect, end: back };
  return {
    begin: (at) => connect(at) * densityAt(spans.dispatch, window.started - at),
    end: (at) => densityAt(spans.answer, at - window.finished) * back(at),
  };
}

/** Chances on a grid that is the same for all, so that bounds fall between its points. */
function weights(from: number, to: number, density: At): readonly (readonly [at: number, chance: number])[] {
  const points: [number, number][] = [];
  let sum = 0;
  for (let at = from + stepMs / 2; at < to; at += stepMs) {
    const weight = density(at);
    points.push([at, weight]);
    sum += weight;
  }
  return points.map(([at, weight]) => [at, weight / sum]);
}
