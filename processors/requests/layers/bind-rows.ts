import type { CrpRun } from "../runs/crp-runs.ts";
import { tryLayer } from "./bind-layer.ts";
import { bindTwice } from "./bind-twice.ts";
import { pinRows, rowLayer } from "./call-layers.ts";
import type { Calls } from "./call-layers.ts";
import type { Layer, LayerResult, Learned } from "./layer.ts";
import { narrowByOrder } from "./row-ends.ts";
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

const certainPasses = 2;
const likelyPassesMax = 6;

/**
 * Binds the rows of the plug-in's calls. Each row that is placed tells where the rows between it and the next placed one ended, and that places more of them:
 * first on certain pairs only, then, for what stays open, on probable ones.
 */
export function bindRows(sides: readonly CallSide[], rows: readonly Row[], present: Present): LayerResult[] {
  for (let pass = 0; pass < certainPasses; pass += 1) {
    for (const side of sides) pin(side, { layer: layerOf(side, certain, present), bounds: certain, probable: false });
    narrowByOrder(rows, certain);
  }
  for (const row of rows) Object.assign(row.likely, row.span);
  let placed = -1;
  for (let pass = 0; pass < likelyPassesMax; pass += 1) {
    const count = sides.reduce((sum, side) => sum + pin(side, { layer: layerOf(side, likely, present), bounds: likely, probable: true }), 0);
    narrowByOrder(rows, likely);
    if (count <= placed || count === sides.reduce((sum, side) => sum + side.rows.length, 0)) break;
    placed = count;
  }
  return sides.map((side) => bindTwice(layerOf(side, certain, present), layerOf(side, likely, present), side.learned));
}

interface Pins {
  readonly layer: Layer;
  readonly bounds: Bounds;
  readonly probable: boolean;
}

function pin(side: CallSide, pins: Pins): number {
  const result = tryLayer(pins.layer, side.learned);
  pinRows(pins.layer, result, { spans: side.rows.map((row) => pins.bounds(row)), probable: pins.probable });
  return result.gradeOfInner.reduce((sum, grade) => sum + (grade === null ? 0 : 1), 0);
}

const sure: ReadonlySet<string> = new Set(["exact"]);
const sureOrProbable: ReadonlySet<string> = new Set(["exact", "probable"]);

function layerOf(side: CallSide, bounds: Bounds, present: Present): Layer {
  return rowLayer(side.calls, { rows: side.rows, bounds, cores: coresOf(side, bounds === likely ? sureOrProbable : sure) }, present);
}

function coresOf(side: CallSide, grades: ReadonlySet<string>): (CrpRun | null)[] {
  const cores: (CrpRun | null)[] = side.calls.runs.map(() => null);
  for (const [inner, outer] of side.crp.partnerOfInner.entries()) {
    if (grades.has(side.crp.gradeOfInner[inner] ?? "")) cores[outer] = side.crps[inner] ?? null;
  }
  return cores;
}
