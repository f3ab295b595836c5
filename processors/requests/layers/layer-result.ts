import { edgeUses, matchGrades, rightStates } from "../matching/index.ts";
import { isClear } from "./grades.ts";
import { endsOf } from "./inner-ends.ts";
import { near } from "./holes.ts";
import type { Hole } from "./holes.ts";
import { candidatesMax } from "./layer.ts";
import type { Bound, Layer, LayerResult } from "./layer.ts";
import type { Health } from "./learn.ts";
import type { Pairs } from "./pair-measures.ts";
import type { Settled } from "./settle.ts";

/** What a solution says, with the grades that it deserves: certain only near no hole, between whole nodes, in a healthy layer. */
export function resultOf(
  layer: Layer,
  solved: { readonly pairs: Pairs; readonly settled: Settled; readonly health: Health },
): LayerResult {
  const { pairs, settled, health } = solved;
  const { matching } = settled;
  const size = layer.inner.spans.length;
  const partnerOfInner = new Int32Array(size).fill(-1);
  const gradeOfInner = new Array<Bound | null>(size).fill(null);
  if (health.off) {
    const outerLeft = new Array<boolean>(layer.outer.spans.length).fill(true);
    return {
      partnerOfInner,
      gradeOfInner,
      tentativeOfInner: partnerOfInner,
      candidatesOfInner: new Map(),
      outerLeft,
      endsOfInner: new Map(),
      off: true,
    };
  }
  for (let inner = 0; inner < size; inner += 1) {
    const outer = matching.partnerOfLeft[inner] ?? -1;
    const grade = matching.grade[inner];
    if (outer < 0 || !isClear(grade)) continue;
    partnerOfInner[inner] = outer;
    const certain =
      grade === matchGrades.exact && !health.doubtful && sound(layer, settled.holes, { inner, outer });
    gradeOfInner[inner] = certain ? "exact" : "probable";
  }
  return {
    partnerOfInner,
    gradeOfInner,
    tentativeOfInner: matching.partnerOfLeft,
    candidatesOfInner: candidatesOf(pairs, settled, gradeOfInner),
    outerLeft: leftAlone(matching.rightAlone),
    endsOfInner: endsOf(layer, pairs, { settled, partnerOfInner }),
    off: false,
  };
}

function leftAlone(states: Uint8Array): boolean[] {
  const left: boolean[] = [];
  for (const state of states) left.push(state === rightStates.alone || state === rightStates.aloneByMargin);
  return left;
}

function sound(
  layer: Layer,
  holes: readonly Hole[],
  pair: { readonly inner: number; readonly outer: number },
): boolean {
  if (layer.inner.whole[pair.inner] !== true || layer.outer.whole[pair.outer] !== true) return false;
  const a = layer.inner.spans[pair.inner];
  const b = layer.outer.spans[pair.outer];
  return holes.length === 0 || (a !== undefined && b !== undefined && !near(holes, a) && !near(holes, b));
}

function candidatesOf(
  pairs: Pairs,
  settled: Settled,
  grades: readonly (Bound | null)[],
): Map<number, number[]> {
  const candidates = new Map<number, number[]>();
  const { pair: places } = settled.costs;
  for (let edge = 0; edge < places.length; edge += 1) {
    const pair = places[edge] ?? 0;
    const inner = pairs.inner[pair] ?? 0;
    if (grades[inner] !== null || settled.matching.edgeUse[edge] === edgeUses.never) continue;
    const seen = candidates.get(inner);
    if (seen === undefined) candidates.set(inner, [pairs.outer[pair] ?? 0]);
    else if (seen.length < candidatesMax) seen.push(pairs.outer[pair] ?? 0);
  }
  return candidates;
}
