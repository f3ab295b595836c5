import type { CrpRun } from "../runs/crp-runs.ts";
import { tryLayer } from "./bind-layer.ts";
import { bindTwice } from "./bind-twice.ts";
import { pinRows, rowLayer } from "./call-layers.ts";
import type { Calls } from "./call-layers.ts";
import type { Layer, LayerResult, Learned } from "./layer.ts";
import { narrowByOrder, narrowByRank } from "./row-ends.ts";
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
  let sureOnes = -1;
  for (let pass = 0; pass < certainPassesMax && sureOnes < total; pass += 1) {
    sureOnes = pinAll(sides, { bounds: certain, present });
    narrowByOrder(rows, certain);
  }
  for (const { span, likely: open } of rows) {
    open.endFrom = span.endFrom;
    open.endTo = span.endTo;
  }
  for (let pass = 0, placed = -1; pass < likelyPassesMax && sureOnes < total; pass += 1) {
    const count = pinAll(sides, { bounds: likely, present });
    narrowByOrder(rows, likely);
    if (count <= placed || count === total) break;
    placed = count;
  }
  narrowByRank(rows);
  return sides.map((side) => {
    const readings = {
      certain: layerOf(side, certain, present),
      likely: layerOf(side, likely, present),
      stamped: layerOf(side, stamped, present),
    };
    return bindTwice(readings, side.learned);
  });
}

/** Decides all sides for the moment, takes over what that says of the rows' ends, and counts the rows that are placed. */
function pinAll(
  sides: readonly CallSide[],
  by: { readonly bounds: Bounds; readonly present: Present },
): number {
  let placed = 0;
  for (const side of sides) {
    const result = tryLayer(layerOf(side, by.bounds, by.present), side.learned, {
      rounds: by.bounds === certain ? 0 : 1,
      onlyLikely: false,
    });
    const spans = side.rows.map((row) => by.bounds(row));
    pinRows(result, spans, by.bounds === likely);
    const wanted = by.bounds === certain ? sure : sureOrProbable;
    for (const grade of result.gradeOfInner) if (grade !== null && wanted.has(grade)) placed += 1;
  }
  return placed;
}

const sure: ReadonlySet<string> = new Set(["exact"]);
const sureOrProbable: ReadonlySet<string> = new Set(["exact", "probable"]);

function layerOf(side: CallSide, bounds: Bounds, present: Present): Layer {
  return rowLayer(
    side.calls,
    { rows: side.rows, bounds, cores: coresOf(side, bounds === likely ? sureOrProbable : sure) },
    present,
  );
}

function coresOf(side: CallSide, grades: ReadonlySet<string>): (CrpRun | null)[] {
  const cores: (CrpRun | null)[] = side.calls.runs.map(() => null);
  for (const [inner, outer] of side.crp.partnerOfInner.entries()) {
    if (grades.has(side.crp.gradeOfInner[inner] ?? "")) cores[outer] = side.crps[inner] ?? null;
  }
  return cores;
}
