import { roundingNats, type Board, type Side } from "./board.ts";
import { byte, int, real } from "./cells.ts";
import { edgeUses, matchGrades, rightStates } from "./problem.ts";
import type { Region } from "./region.ts";

/**
 * A part in which one side has a single node, the centre: the options are its edges and, when nobody is a must, to
 * stay alone. A must among the leaves has to be served first: then only the edges to musts are admissible.
 *
 * Returns false, and does nothing, when the part is no star or holds two edges for one pair.
 */
export function solveStar(board: Board, region: Region, usable: Uint8Array | null): boolean {
  const lefts = region.leftTo - region.leftFrom;
  const rights = region.rightTo - region.rightFrom;
  if (lefts !== 1 && rights !== 1) return false;
  const star = starOf(board, region, lefts === 1, usable);
  if (usableEdges(star) !== (lefts === 1 ? rights : lefts)) return false;
  choose(board, star);
  settle(board, star);
  return true;
}

interface Star {
  readonly own: Side;
  readonly leaf: Side;
  readonly centre: number;
  readonly centreIsLeft: boolean;
  readonly usable: Uint8Array | null;
  readonly mustLeaf: boolean;
  options: number;
  bestEdge: number;
  best: number;
  second: number;
}

function starOf(board: Board, region: Region, centreIsLeft: boolean, usable: Uint8Array | null): Star {
  const own = centreIsLeft ? board.left : board.right;
  const leaf = centreIsLeft ? board.right : board.left;
  const centre = centreIsLeft ? int(region.lefts, region.leftFrom) : int(region.rights, region.rightFrom);
  const leaves = centreIsLeft ? region.rights : region.lefts;
  const leavesEnd = centreIsLeft ? region.rightTo : region.leftTo;
  let mustLeaf = false;
  for (let at = centreIsLeft ? region.rightFrom : region.leftFrom; at < leavesEnd; at++) {
    if (byte(leaf.must, int(leaves, at)) === 1) mustLeaf = true;
  }
  const start = { options: 0, bestEdge: -1, best: Infinity, second: Infinity };
  return { own, leaf, centre, centreIsLeft, usable, mustLeaf, ...start };
}

function usableEdges({ own, centre, usable }: Star): number {
  const stop = int(own.start, centre + 1);
  if (usable === null) return stop - int(own.start, centre);
  let count = 0;
  for (let place = int(own.start, centre); place < stop; place++)
    count += byte(usable, int(own.edges, place)) === 0 ? 0 : 1;
  return count;
}

function choose(board: Board, star: Star): void {
  const { own, centre } = star;
  const stop = int(own.start, centre + 1);
  for (let place = int(own.start, centre); place < stop; place++) {
    const edge = int(own.edges, place);
    if (isOption(star, edge)) offer(star, edge, valueOf(board, star, edge));
  }
  if (mayStayAlone(star)) offer(star, -1, real(own.aloneCost, centre));
}

function isOption({ usable, mustLeaf, own, leaf }: Star, edge: number): boolean {
  if (usable !== null && byte(usable, edge) === 0) return false;
  return !mustLeaf || byte(leaf.must, int(own.far, edge)) === 1;
}

function valueOf(board: Board, { own, leaf, mustLeaf }: Star, edge: number): number {
  return real(board.cost, edge) - (mustLeaf ? 0 : real(leaf.aloneCost, int(own.far, edge)));
}

function mayStayAlone({ own, centre, mustLeaf }: Star): boolean {
  return !mustLeaf && byte(own.must, centre) === 0;
}

function offer(star: Star, edge: number, value: number): void {
  star.options++;
  if (value < star.best) {
    star.second = star.best;
    star.best = value;
    star.bestEdge = edge;
  } else if (value < star.second) star.second = value;
}

function settle(board: Board, star: Star): void {
  const { own, leaf, centre, centreIsLeft, bestEdge } = star;
  const limit = star.best + board.marginNats - roundingNats;
  const stop = int(own.start, centre + 1);
  for (let place = int(own.start, centre); place < stop; place++) {
    const edge = int(own.edges, place);
    if (star.usable !== null && byte(star.usable, edge) === 0) continue;
    const option = isOption(star, edge);
    board.edgeUse[edge] = option ? edgeUses.possible : edgeUses.never;
    leaf.mate[int(own.far, edge)] = -1;
    if (!centreIsLeft || !option) continue;
    const far = valueOf(board, star, edge) >= limit;
    board.rightAlone[int(own.far, edge)] = far ? rightStates.aloneByMargin : rightStates.undecided;
  }
  own.mate[centre] = -1;
  if (bestEdge === -1) {
    if (!centreIsLeft)
      board.rightAlone[centre] = star.second >= limit ? rightStates.aloneByMargin : rightStates.undecided;
    return;
  }
  const partner = int(own.far, bestEdge);
  own.mate[centre] = partner;
  leaf.mate[partner] = centre;
  board.edgeUse[bestEdge] = edgeUses.chosen;
  board.rightAlone[centreIsLeft ? partner : centre] = rightStates.matched;
  board.grade[centreIsLeft ? centre : partner] = gradeOf(star, limit);
}

function gradeOf({ options, second }: Star, limit: number): number {
  if (options === 1) return matchGrades.exact;
  return second >= limit ? matchGrades.probable : matchGrades.ambiguous;
}
