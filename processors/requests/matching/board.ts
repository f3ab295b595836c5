import { int, real } from "./cells.ts";
import { rightStates, type MatchingOptions, type MatchingProblem } from "./problem.ts";
import { ints } from "./scratch.ts";

/** One side of the problem, seen from its own nodes, so that what is true of both sides is written once. */
export interface Side {
  readonly count: number;
  readonly must: Uint8Array;
  readonly aloneCost: Float64Array;
  /** Edges of node n: `edges[start[n]] … edges[start[n + 1] - 1]`. */
  readonly start: Int32Array;
  readonly edges: Int32Array;
  /** Edge to its end on the other side. */
  readonly far: Int32Array;
  /** Node to its partner on the other side, −1: alone. */
  readonly mate: Int32Array;
}

/** The problem with its adjacency, and the result as it grows. */
export interface Board {
  readonly left: Side;
  readonly right: Side;
  readonly cost: Float64Array;
  readonly onlyCovers: boolean;
  readonly marginNats: number;
  readonly smallMarginNats: number;
  readonly nodesMax: number;
  readonly edgesMax: number;
  readonly grade: Uint8Array;
  readonly rightAlone: Uint8Array;
  readonly edgeUse: Uint8Array;
  cappedLefts: number;
}

/** Differences below this are rounding, not preference. */
export const roundingNats = 1e-6;

export function createBoard(problem: MatchingProblem, options: MatchingOptions): Board {
  assertProblem(problem);
  const { leftMust, rightMust, leftAloneCost, rightAloneCost, edges } = problem;
  return {
    left: createSide({ must: leftMust, aloneCost: leftAloneCost, far: edges.right }, edges.left),
    right: createSide({ must: rightMust, aloneCost: rightAloneCost, far: edges.left }, edges.right),
    cost: edges.cost,
    onlyCovers: options.onlyCovers === true,
    marginNats: options.marginNats ?? 3,
    smallMarginNats: options.smallMarginNats ?? options.marginNats ?? 3,
    nodesMax: options.nodesMax ?? 1000,
    edgesMax: options.edgesMax ?? 200_000,
    grade: new Uint8Array(problem.leftCount),
    rightAlone: new Uint8Array(problem.rightCount).fill(rightStates.alone),
    edgeUse: new Uint8Array(edges.cost.length),
    cappedLefts: 0,
  };
}

function assertProblem(problem: MatchingProblem): void {
  const { leftCount, rightCount, edges } = problem;
  const lengths = [
    [problem.leftMust.length, leftCount],
    [problem.leftAloneCost.length, leftCount],
    [problem.rightMust.length, rightCount],
    [problem.rightAloneCost.length, rightCount],
    [edges.left.length, edges.cost.length],
    [edges.right.length, edges.cost.length],
  ];
  if (lengths.some(([length, count]) => length !== count))
    throw new RangeError("matching: columns differ in length");
  if (!areNodes(edges.left, leftCount) || !areNodes(edges.right, rightCount)) {
    throw new RangeError("matching: an edge names a node that does not exist");
  }
  const finite =
    areFinite(edges.cost, null) &&
    areFinite(problem.leftAloneCost, problem.leftMust) &&
    areFinite(problem.rightAloneCost, problem.rightMust);
  if (!finite) throw new RangeError("matching: a cost is not finite");
}

function areNodes(ends: Int32Array, count: number): boolean {
  for (let at = 0; at < ends.length; at++) if (int(ends, at) < 0 || int(ends, at) >= count) return false;
  return true;
}

/** What a must costs alone is not read. */
function areFinite(costs: Float64Array, must: Uint8Array | null): boolean {
  for (let at = 0; at < costs.length; at++) {
    const nats = real(costs, at);
    const isFinite = nats > -Infinity && nats < Infinity;
    if (!isFinite && must?.[at] !== 1) return false;
  }
  return true;
}

function createSide(columns: Pick<Side, "must" | "aloneCost" | "far">, near: Int32Array): Side {
  const count = columns.must.length;
  const start = ints(count + 1);
  for (let edge = 0; edge < near.length; edge++)
    start[int(near, edge) + 1] = int(start, int(near, edge) + 1) + 1;
  for (let node = 0; node < count; node++) start[node + 1] = int(start, node + 1) + int(start, node);
  const next = ints(count + 1);
  next.set(start);
  const edges = ints(near.length);
  for (let edge = 0; edge < near.length; edge++) {
    const node = int(near, edge);
    const place = int(next, node);
    edges[place] = edge;
    next[node] = place + 1;
  }
  return { ...columns, count, start, edges, mate: new Int32Array(count).fill(-1) };
}

/** The margin for a part with so many nodes on its larger side: the more alternatives there are, the likelier one of them is right by chance. */
export function marginOf({ marginNats, smallMarginNats }: Board, nodes: number): number {
  return Math.min(marginNats, smallMarginNats + Math.log(Math.max(1, nodes / 2)));
}
