import { int } from "./cells.ts";
import { rightStates, type MatchingOptions, type MatchingProblem } from "./problem.ts";

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
  readonly marginNats: number;
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
  const { edges } = problem;
  return {
    left: createSide(problem.leftMust, problem.leftAloneCost, edges.left, edges.right),
    right: createSide(problem.rightMust, problem.rightAloneCost, edges.right, edges.left),
    cost: edges.cost,
    marginNats: options.marginNats ?? 3,
    nodesMax: options.nodesMax ?? 1000,
    edgesMax: options.edgesMax ?? 200_000,
    grade: new Uint8Array(problem.leftCount),
    rightAlone: new Uint8Array(problem.rightCount).fill(rightStates.alone),
    edgeUse: new Uint8Array(edges.cost.length),
    cappedLefts: 0,
  };
}

function assertProblem({ leftCount, rightCount, edges, ...problem }: MatchingProblem): void {
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
  const outside = (node: number, count: number): boolean => node < 0 || node >= count;
  if (
    edges.left.some((node) => outside(node, leftCount)) ||
    edges.right.some((node) => outside(node, rightCount))
  ) {
    throw new RangeError("matching: an edge names a node that does not exist");
  }
  const finite =
    edges.cost.every(Number.isFinite) &&
    problem.leftAloneCost.every((cost, node) => problem.leftMust[node] === 1 || Number.isFinite(cost)) &&
    problem.rightAloneCost.every((cost, node) => problem.rightMust[node] === 1 || Number.isFinite(cost));
  if (!finite) throw new RangeError("matching: a cost is not finite");
}

function createSide(must: Uint8Array, aloneCost: Float64Array, near: Int32Array, far: Int32Array): Side {
  const count = must.length;
  const start = new Int32Array(count + 1);
  for (const node of near) start[node + 1] = int(start, node + 1) + 1;
  for (let node = 0; node < count; node++) start[node + 1] = int(start, node + 1) + int(start, node);
  const next = start.slice();
  const edges = new Int32Array(near.length);
  for (let edge = 0; edge < near.length; edge++) {
    const node = int(near, edge);
    const place = int(next, node);
    edges[place] = edge;
    next[node] = place + 1;
  }
  return { count, must, aloneCost, start, edges, far, mate: new Int32Array(count).fill(-1) };
}
