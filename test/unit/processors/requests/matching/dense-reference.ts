import type { MatchingProblem } from "../../../../../processors/requests/matching/index.ts";

/**
 * The least cost by the textbook: the O(n³) Hungarian method on a square matrix in which every node has a place of its
 * own to stay alone in. `mustNats` is the price of a lonely must.
 */
export function denseCost(problem: MatchingProblem, mustNats: number): number {
  const { leftCount, rightCount, edges } = problem;
  const size = leftCount + rightCount;
  const impossible = 1e12;
  const matrix = Array.from({ length: size }, (_, row) =>
    Float64Array.from({ length: size }, (_unused, column) =>
      row >= leftCount && column >= rightCount ? 0 : impossible,
    ),
  );
  const lower = (row: number, column: number, cost: number): void => {
    const cells = matrix[row];
    if (cells !== undefined) cells[column] = Math.min(cells[column] ?? impossible, cost);
  };
  edges.cost.forEach((cost, edge) => lower(edges.left[edge] ?? 0, edges.right[edge] ?? 0, cost));
  problem.leftMust.forEach((must, left) =>
    lower(left, rightCount + left, must === 1 ? mustNats : (problem.leftAloneCost[left] ?? 0)),
  );
  problem.rightMust.forEach((must, right) =>
    lower(leftCount + right, right, must === 1 ? mustNats : (problem.rightAloneCost[right] ?? 0)),
  );
  return hungarian(matrix, size);
}

/** Kuhn 1955 in the form with row and column potentials; rows and columns count from 1, 0 is the root of the search. */
function hungarian(matrix: readonly Float64Array[], size: number): number {
  const state: State = {
    matrix,
    size,
    rowPrice: new Float64Array(size + 1),
    columnPrice: new Float64Array(size + 1),
    rowOf: new Int32Array(size + 1),
  };
  for (let row = 1; row <= size; row++) insertRow(state, row);
  let cost = 0;
  for (let column = 1; column <= size; column++)
    cost += matrix[at(state.rowOf, column) - 1]?.[column - 1] ?? 0;
  return cost;
}

interface State {
  readonly matrix: readonly Float64Array[];
  readonly size: number;
  readonly rowPrice: Float64Array;
  readonly columnPrice: Float64Array;
  readonly rowOf: Int32Array;
}

function insertRow(state: State, row: number): void {
  const slack = new Float64Array(state.size + 1).fill(Infinity);
  const via = new Int32Array(state.size + 1);
  const used = new Uint8Array(state.size + 1);
  let column = 0;
  state.rowOf[0] = row;
  do {
    used[column] = 1;
    look(state, column, { slack, via, used });
    column = nearest(slack, used);
    reprice(state, slack, used);
  } while (state.rowOf[column] !== 0);
  while (column !== 0) {
    const previous = at(via, column);
    state.rowOf[column] = at(state.rowOf, previous);
    column = previous;
  }
}

interface Search {
  readonly slack: Float64Array;
  readonly via: Int32Array;
  readonly used: Uint8Array;
}

function look({ matrix, size, ...state }: State, column: number, { slack, via, used }: Search): void {
  const row = at(state.rowOf, column);
  for (let next = 1; next <= size; next++) {
    const reduced =
      (matrix[row - 1]?.[next - 1] ?? 0) - at(state.rowPrice, row) - at(state.columnPrice, next);
    if (used[next] === 1 || reduced >= at(slack, next)) continue;
    slack[next] = reduced;
    via[next] = column;
  }
}

function nearest(slack: Float64Array, used: Uint8Array): number {
  let best = 0;
  for (let next = 1; next < slack.length; next++) {
    if (used[next] === 0 && (best === 0 || at(slack, next) < at(slack, best))) best = next;
  }
  return best;
}

function reprice({ rowPrice, columnPrice, rowOf }: State, slack: Float64Array, used: Uint8Array): void {
  const step = at(slack, nearest(slack, used));
  for (let next = 0; next < slack.length; next++) {
    if (used[next] === 0) {
      slack[next] = at(slack, next) - step;
      continue;
    }
    const row = at(rowOf, next);
    rowPrice[row] = at(rowPrice, row) + step;
    columnPrice[next] = at(columnPrice, next) - step;
  }
}

function at(cells: Float64Array | Int32Array, index: number): number {
  return cells[index] ?? 0;
}
