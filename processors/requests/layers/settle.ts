import { solveMatching } from "../matching/index.ts";
import type { Edges, MatchingResult } from "../matching/index.ts";
import { holesOf, near } from "./holes.ts";
import type { Hole } from "./holes.ts";
import type { Layer } from "./layer.ts";
import { likelyOf } from "./likely-pairs.ts";
import { costsOf } from "./pair-costs.ts";
import type { Costs, Waits } from "./pair-costs.ts";
import type { Pairs } from "./pair-measures.ts";
import { isClear } from "./grades.ts";

/** One solution of a layer. */
export interface Settled {
  readonly toleranceMs: number;
  readonly costs: Costs;
  readonly matching: MatchingResult;
  readonly holes: readonly Hole[];
  readonly strandedCount: number;
  /** Inner nodes that have a partner in the cheapest matching, and those for which that is clear. */
  readonly matched: number;
  readonly clear: number;
}

const holeRounds = 3;
/** How much worse the best alternative has to be. */
const marginNats = 3;
/** Nodes a side of a knot that is solved; with only its likely pairs a larger one is as cheap. */
const nodesMax = 1000;
const prunedNodesMax = 5000;
/** Without costs there is nothing to compare: what all admissible matchings have in common takes linear time. */
const unweighed = { nodesMax: 1, edgesMax: 0 };
/** Nats for a node that stays alone where it may. */
const aloneNats = 12;

/**
 * Solves a layer. A must that stays alone proves that the other side is incomplete around it, or that the clocks differ: what is near it becomes optional, and
 * the layer is solved again.
 */
export function settle(
  layer: Layer,
  pairs: Pairs,
  by: {
    readonly waits: Waits | null;
    readonly toleranceMs: number;
    readonly onlyLikely?: boolean;
    /** Only how many stay alone that must not is asked. */
    readonly onlyCovers?: boolean;
  },
): Settled {
  const every = costsOf(pairs, by.waits, by.toleranceMs);
  const costs = by.onlyLikely === true ? likelyOf(layer, pairs, every) : every;
  const edges = edgesOf(pairs, costs);
  const leftCount = layer.inner.spans.length;
  const rightCount = layer.outer.spans.length;
  const leftAloneCost = new Float64Array(leftCount).fill(aloneNats);
  const rightAloneCost = new Float64Array(rightCount).fill(aloneNats);
  const most = layer.marginNats ?? marginNats;
  const holes: Hole[] = [];
  let strandedCount = 0;
  for (let round = 0; ; round += 1) {
    const musts = { leftMust: mustOf(layer.inner, holes), rightMust: mustOf(layer.outer, holes) };
    const matching = solveMatching(
      { leftCount, rightCount, ...musts, leftAloneCost, rightAloneCost, edges },
      {
        marginNats: most,
        smallMarginNats: layer.smallMarginNats ?? most,
        onlyCovers: by.onlyCovers === true,
        ...(by.waits === null ? unweighed : { nodesMax: by.onlyLikely === true ? prunedNodesMax : nodesMax }),
      },
    );
    const found = holesOf(layer, matching.stranded);
    strandedCount += found.length;
    if (found.length === 0 || round >= holeRounds) {
      return {
        toleranceMs: by.toleranceMs,
        costs,
        matching,
        holes,
        strandedCount,
        ...countOf(matching),
      };
    }
    holes.push(...found);
    holes.sort((a, b) => a.from - b.from);
  }
}

function edgesOf(pairs: Pairs, { pair, cost }: Costs): Edges {
  const left = new Int32Array(pair.length);
  const right = new Int32Array(pair.length);
  for (let at = 0; at < pair.length; at += 1) {
    left[at] = pairs.inner[pair[at] ?? 0] ?? 0;
    right[at] = pairs.outer[pair[at] ?? 0] ?? 0;
  }
  return { left, right, cost };
}

function mustOf(side: Layer["inner"], holes: readonly Hole[]): Uint8Array {
  const musts = new Uint8Array(side.must.length);
  for (let node = 0; node < musts.length; node += 1) {
    const span = side.spans[node];
    if (side.must[node] === true && span !== undefined && !near(holes, span)) musts[node] = 1;
  }
  return musts;
}

function countOf({ partnerOfLeft, grade }: MatchingResult): Pick<Settled, "matched" | "clear"> {
  let matched = 0;
  let clear = 0;
  for (let left = 0; left < partnerOfLeft.length; left += 1) {
    if ((partnerOfLeft[left] ?? -1) >= 0) matched += 1;
    if (isClear(grade[left])) clear += 1;
  }
  return { matched, clear };
}
