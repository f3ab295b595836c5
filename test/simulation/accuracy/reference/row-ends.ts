import type { Row } from "./read-host.ts";

/** When each row's call ended: in its second, and between its neighbours, since rows are written in order of completion. */
export interface RowEnds {
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Rows in a row that have the same bounds, and the place of each among them: 1 is the first. */
  readonly peers: Int32Array;
  readonly rank: Int32Array;
  /** Natural logarithm of the factor that the density of this order statistic has in front. */
  readonly factor: Float64Array;
}

export interface Bounds {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

export function rowEnds(rows: readonly Row[], bounds: readonly Bounds[]): RowEnds {
  const from = Float64Array.from(rows, ({ second }) => second);
  const to = Float64Array.from(rows, ({ second }) => second + 1000);
  for (const bound of consistent(bounds)) {
    from[bound.row] = Math.max(from[bound.row] ?? 0, bound.from);
    to[bound.row] = Math.min(to[bound.row] ?? 0, bound.to);
  }
  for (let at = 1; at < rows.length; at++) from[at] = Math.max(from[at] ?? 0, from[at - 1] ?? 0);
  for (let at = rows.length - 2; at >= 0; at--) to[at] = Math.min(to[at] ?? 0, to[at + 1] ?? 0);
  return { from, to, ...ranksOf(from, to) };
}

/** Density of the row's end at a moment, per ms: that of its order statistic among its peers. */
export function endDensity(ends: RowEnds, row: number, at: number): number {
  const from = ends.from[row] ?? 0;
  const width = (ends.to[row] ?? 0) - from;
  const share = (at - from) / width;
  if (!(share > 0 && share < 1)) return 0;
  const peers = ends.peers[row] ?? 1;
  const rank = ends.rank[row] ?? 1;
  const shape = peers === 1 ? 0 : (rank - 1) * Math.log(share) + (peers - rank) * Math.log(1 - share);
  return Math.exp((ends.factor[row] ?? 0) + shape) / width;
}

function ranksOf(from: Float64Array, to: Float64Array): Omit<RowEnds, "from" | "to"> {
  const peers = new Int32Array(from.length);
  const rank = new Int32Array(from.length);
  const factor = new Float64Array(from.length);
  for (let first = 0; first < from.length;) {
    let end = first + 1;
    while (end < from.length && from[end] === from[first] && to[end] === to[first]) end++;
    let log = Math.log(end - first);
    for (let at = first; at < end; at++) {
      peers[at] = end - first;
      rank[at] = at - first + 1;
      factor[at] = log;
      log += Math.log((end - at - 1) / (at - first + 1));
    }
    first = end;
  }
  return { peers, rank, factor };
}

/** Takes out the bounds that contradict most others, until none contradict any. */
function consistent(bounds: readonly Bounds[]): readonly Bounds[] {
  let left = bounds.toSorted((a, b) => a.row - b.row);
  for (;;) {
    let worst = -1;
    let most = 0;
    left.forEach((own, at) => {
      // Only near neighbours can contradict: further ones are seconds away.
      const near = left.slice(Math.max(0, at - 40), at + 40);
      const conflicts = near.filter((other) =>
        other.row < own.row ? other.from > own.to : other.row > own.row && other.to < own.from,
      ).length;
      if (conflicts > most) [worst, most] = [at, conflicts];
    });
    if (worst === -1) return left;
    left = left.toSpliced(worst, 1);
  }
}
