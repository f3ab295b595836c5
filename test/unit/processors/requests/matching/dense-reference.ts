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
  const rowPrice = new Float64Array(size + 1);
  const columnPrice = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    const slack = new Float64Array(size + 1).fill(Infinity);
    const via = new Int32Array(size + 1);
    const used = new Uint8Array(size + 1);
    let column = 0;
    rowOf[0] = row;
    do {
      used[column] = 1;
      const current = rowOf[column] ?? 0;
      let step = Infinity;
      let nearest = 0;
      for (let next = 1; next <= size; next++) {
        if (used[next] === 1) continue;
        const reduced =
          (matrix[current - 1]?.[next - 1] ?? 0) - (rowPrice[current] ?? 0) - (columnPrice[next] ?? 0);
        if (reduced < (slack[next] ?? 0)) {
          slack[next] = reduced;
          via[next] = column;
        }
        if ((slack[next] ?? 0) < step) {
          step = slack[next] ?? 0;
          nearest = next;
        }
      }
      for (let next = 0; next <= size; next++) {
        if (used[next] === 1) {
          rowPrice[rowOf[next] ?? 0] = (rowPrice[rowOf[next] ?? 0] ?? 0) + step;
          columnPrice[next] = (columnPrice[next] ?? 0) - step;
        } else slack[next] = (slack[next] ?? 0) - step;
      }
      column = nearest;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const previous = via[column] ?? 0;
      rowOf[column] = rowOf[previous] ?? 0;
      column = previous;
    }
  }
  let cost = 0;
  for (let column = 1; column <= size; column++) cost += matrix[(rowOf[column] ?? 1) - 1]?.[column - 1] ?? 0;
  return cost;
}
