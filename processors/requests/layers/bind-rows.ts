import type { CrpRun } from "../runs/crp-runs.ts";
import { tryLayer } from "./bind-layer.ts";
import { bindTwice } from "./bind-twice.ts";
import type { Readings } from "./bind-twice.ts";
import { pinRows, rowLayer } from "./call-layers.ts";
import type { Calls } from "./call-layers.ts";
import type { Layer, LayerResult, Learned } from "./layer.ts";
import { rowsByFile, narrowByOrder, narrowByRank } from "./row-ends.ts";
import type { Row } from "./row-ends.ts";
import type { Span } from "./span.ts";

/** One kind of call of the plug-in, the rows of it, and what was decided of the registration point's runs in it. */
export interface CallSide {
  readonly calls: Calls;
  readonly rows: readonly Row[];
  readonly crps: readonly CrpRun[];
  readonly crp: LayerResult;
  readonly learned: Learned;
}

type Present = { readonly plugin: boolean; readonly iis: boolean };

type Bounds = (row: Row) => Span;
const certain: Bounds = (row) => row.span;
const likely: Bounds = (row) => row.likely;
const stamped: Bounds = (row) => row.stamped;

const certainPassesMax = 2;
const likelyPassesMax = 6;

/**
 * Binds the rows of the plug-in's calls. Each row that is placed tells where the rows between it and the next placed one ended, and that places more of them:
 * first on certain pairs only, then, for what stays open, on probable ones.
 */
export function bindRows(sides: readonly CallSide[], rows: readonly Row[], present: Present): LayerResult[] {
  const total = sides.reduce((sum, side) => sum + side.rows.length, 0);
  const tasks = sides.map((side): Task => ({ readings: readingsOf(side, present), learned: side.learned }));
  const files = rowsByFile(rows);
  let sureOnes = -1;
  for (let pass = 0; pass < certainPassesMax && sureOnes < total; pass += 1) {
    sureOnes = pinAll(tasks, "certain");
    narrowByOrder(files, certain);
  }
  for (const { span, likely: open } of rows) {
    open.endFrom = span.endFrom;
    open.endTo = span.endTo;
  }
  for (let pass = 0, placed = -1; pass < likelyPassesMax && sureOnes < total; pass += 1) {
    const count = pinAll(tasks, "likely");
    narrowByOrder(files, likely);
    if (count <= placed || count === total) break;
    placed = count;
  }
  narrowByRank(files);
  return tasks.map(({ readings, learned }) => bindTwice(readings, learned));
}

interface Task {
  /** Their spans are those of the rows, and narrow with them. */
  readonly readings: Readings;
  readonly learned: Learned;
}

/** Decides all sides for the moment, takes over what that says of the rows' ends, and counts the rows that are placed. */
function pinAll(tasks: readonly Task[], by: "certain" | "likely"): number {
  let placed = 0;
  for (const { readings, learned } of tasks) {
    const layer = readings[by];
    const result = tryLayer(layer, learned, { rounds: by === "certain" ? 0 : 2, onlyLikely: false });
    pinRows(result, layer.inner.spans, by === "likely");
    const wanted = by === "certain" ? sure : sureOrProbable;
    for (const grade of result.gradeOfInner) if (grade !== null && wanted.has(grade)) placed += 1;
  }
  return placed;
}

const sure: ReadonlySet<string> = new Set(["exact"]);
const sureOrProbable: ReadonlySet<string> = new Set(["exact", "probable"]);

function readingsOf(side: CallSide, present: Present): Readings {
  const layerOf = (bounds: Bounds, grades: ReadonlySet<string>): Layer =>
    rowLayer(side.calls, { rows: side.rows, bounds, cores: coresOf(side, grades) }, present);
  return {
    certain: layerOf(certain, sure),
    likely: layerOf(likely, sureOrProbable),
    stamped: layerOf(stamped, sure),
  };
}

function coresOf(side: CallSide, grades: ReadonlySet<string>): (CrpRun | null)[] {
  const cores: (CrpRun | null)[] = side.calls.runs.map(() => null);
  for (const [inner, outer] of side.crp.partnerOfInner.entries()) {
    if (grades.has(side.crp.gradeOfInner[inner] ?? "")) cores[outer] = side.crps[inner] ?? null;
  }
  return cores;
}
