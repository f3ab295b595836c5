/** A pair that may belong together, with −ln of its likelihood. */
export interface Pair {
  readonly left: number;
  readonly right: number;
  readonly cost: number;
}

/** Nats for staying alone: more than any pair that is worth considering. */
export const aloneCost = 40;

/** The likeliest one-to-one assignment: left to right, for those that have a partner. Dense, component by component. */
export function assign(pairs: readonly Pair[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  for (const component of componentsOf(pairs)) solve(component, partners);
  return partners;
}

function componentsOf(pairs: readonly Pair[]): readonly (readonly Pair[])[] {
  const parent = new Map<string, string>();
  const root = (name: string): string => {
    let top = name;
    for (let up = parent.get(top); up !== undefined; up = parent.get(top)) top = up;
    if (top !== name) parent.set(name, top);
    return top;
  };
  for (const { left, right } of pairs) {
    const [a, b] = [root(`l${left}`), root(`r${right}`)];
    if (a !== b) parent.set(a, b);
  }
  return [...Map.groupBy(pairs, ({ left }) => root(`l${left}`)).values()];
}

function solve(pairs: readonly Pair[], partners: Map<number, number>): void {
  const lefts = [...new Set(pairs.map(({ left }) => left))];
  const rights = [...new Set(pairs.map(({ right }) => right))];
  const row = new Map(lefts.map((left, at) => [left, at]));
  const column = new Map(rights.map((right, at) => [right, at]));
  // Each left node has a column of its own to stay alone in.
  const costs = lefts.map((_, at) => {
    const cells = new Float64Array(rights.length + lefts.length).fill(1e6);
    cells[rights.length + at] = aloneCost;
    return cells;
  });
  for (const { left, right, cost } of pairs) {
    const cells = costs[row.get(left) ?? 0];
    if (cells !== undefined) cells[column.get(right) ?? 0] = cost;
  }
  leastCost(costs).forEach((at, place) => {
    const left = lefts[place];
    const right = rights[at];
    if (left !== undefined && right !== undefined) partners.set(left, right);
  });
}

/** Kuhn's method with potentials for at least as many columns as rows: the column of each row. */
function leastCost(costs: readonly Float64Array[]): readonly number[] {
  const columns = costs[0]?.length ?? 0;
  const state: State = {
    costs,
    rowPrice: new Float64Array(costs.length),
    columnPrice: new Float64Array(columns),
    rowOf: new Int32Array(columns).fill(-1),
  };
  for (let row = 0; row < costs.length; row++) insert(state, row);
  const columnOf = costs.map(() => -1);
  state.rowOf.forEach((row, column) => {
    if (row !== -1) columnOf[row] = column;
  });
  return columnOf;
}

interface State {
  readonly costs: readonly Float64Array[];
  readonly rowPrice: Float64Array;
  readonly columnPrice: Float64Array;
  readonly rowOf: Int32Array;
}

function insert(state: State, root: number): void {
  const columns = state.columnPrice.length;
  const search: Search = {
    slack: new Float64Array(columns).fill(Infinity),
    via: new Int32Array(columns).fill(-1),
    used: new Uint8Array(columns),
  };
  let row = root;
  let last = -1;
  for (;;) {
    const column = look(state, search, { row, last });
    reprice(state, search, { root, step: search.slack[column] ?? 0 });
    search.used[column] = 1;
    last = column;
    row = state.rowOf[column] ?? -1;
    if (row === -1) break;
  }
  while (last !== -1) {
    const before = search.via[last] ?? -1;
    state.rowOf[last] = before === -1 ? root : (state.rowOf[before] ?? root);
    last = before;
  }
}

interface Search {
  readonly slack: Float64Array;
  /** The column from whose row a column was reached, −1: from the root. */
  readonly via: Int32Array;
  readonly used: Uint8Array;
}

/** Looks from a row, and returns the nearest column that is not used. */
function look(
  state: State,
  { slack, via, used }: Search,
  { row, last }: { row: number; last: number },
): number {
  const cells = state.costs[row];
  const price = state.rowPrice[row] ?? 0;
  let nearest = -1;
  let least = Infinity;
  for (let column = 0; column < slack.length; column++) {
    if (used[column] === 1) continue;
    const reduced = (cells?.[column] ?? 0) - price - (state.columnPrice[column] ?? 0);
    if (reduced < (slack[column] ?? 0)) {
      slack[column] = reduced;
      via[column] = last;
    }
    if ((slack[column] ?? 0) < least) {
      least = slack[column] ?? 0;
      nearest = column;
    }
  }
  return nearest;
}

function reprice(
  state: State,
  { slack, used }: Search,
  { root, step }: { root: number; step: number },
): void {
  state.rowPrice[root] = (state.rowPrice[root] ?? 0) + step;
  for (let column = 0; column < slack.length; column++) {
    if (used[column] === 0) {
      slack[column] = (slack[column] ?? 0) - step;
      continue;
    }
    const row = state.rowOf[column] ?? 0;
    state.rowPrice[row] = (state.rowPrice[row] ?? 0) + step;
    state.columnPrice[column] = (state.columnPrice[column] ?? 0) - step;
  }
}
