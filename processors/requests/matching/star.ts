import { marginOf, roundingNats, type Board, type Side } from "./board.ts";
import { byte, int, real } from "./cells.ts";
import { edgeUses, matchGrades, rightStates } from "./problem.ts";
import { isUsable, sizeOf, type Region, type Track } from "./region.ts";

/**
 * A part in which one side has a single node, the centre: the options are its edges and, when nobody is a must, to
 * stay alone. A must among the leaves has to be served first: then only the edges to musts are admissible.
 *
 * Returns false, and does nothing, when the part is no star or holds two edges for one pair.
 */
export function solveStar(board: Board, region: Region): boolean {
  const centreIsLeft = sizeOf(region.left) === 1;
  if (!centreIsLeft && sizeOf(region.right) !== 1) return false;
  const star = centreIsLeft
    ? starOf(region, region.left, region.right)
    : starOf(region, region.right, region.left);
  if (usableEdges(star) !== sizeOf(star.leaves)) return false;
  choose(board, star);
  const limit = star.best + marginOf(board, star.endPlace - star.firstPlace) - roundingNats;
  for (let place = star.firstPlace; place < star.endPlace; place++) {
    const edge = int(star.own.edges, place);
    if (isUsable(region, edge)) settleEdge(board, star, { edge, limit });
  }
  settleCentre(board, star, limit);
  return true;
}

interface Star {
  readonly region: Region;
  readonly own: Side;
  readonly leaf: Side;
  readonly leaves: Track;
  readonly centre: number;
  readonly centreIsLeft: boolean;
  readonly firstPlace: number;
  readonly endPlace: number;
  readonly mustLeaf: boolean;
  options: number;
  /** −1: to stay alone. */
  bestEdge: number;
  best: number;
  second: number;
}

function starOf(region: Region, middle: Track, leaves: Track): Star {
  const centre = int(middle.nodes, middle.from);
  return {
    region,
    own: middle.side,
    leaf: leaves.side,
    leaves,
    centre,
    centreIsLeft: middle === region.left,
    firstPlace: int(middle.side.start, centre),
    endPlace: int(middle.side.start, centre + 1),
    mustLeaf: hasMust(leaves),
    options: 0,
    bestEdge: -1,
    best: Infinity,
    second: Infinity,
  };
}

function hasMust({ nodes, side, from, to }: Track): boolean {
  for (let at = from; at < to; at++) {
    if (byte(side.must, int(nodes, at)) === 1) return true;
  }
  return false;
}

function usableEdges({ region, own, firstPlace, endPlace }: Star): number {
  let count = 0;
  for (let place = firstPlace; place < endPlace; place++) {
    if (isUsable(region, int(own.edges, place))) count++;
  }
  return count;
}

function choose(board: Board, star: Star): void {
  const { own, centre, mustLeaf, firstPlace, endPlace } = star;
  for (let place = firstPlace; place < endPlace; place++) {
    const edge = int(own.edges, place);
    if (isUsable(star.region, edge) && isOption(star, edge)) offer(star, edge, valueOf(board, star, edge));
  }
  if (!mustLeaf && byte(own.must, centre) === 0) offer(star, -1, real(own.aloneCost, centre));
}

function isOption({ mustLeaf, own, leaf }: Star, edge: number): boolean {
  return !mustLeaf || byte(leaf.must, int(own.far, edge)) === 1;
}

/** What the option costs beyond leaving all leaves alone. */
function valueOf(board: Board, { own, leaf, mustLeaf }: Star, edge: number): number {
  return real(board.cost, edge) - (mustLeaf ? 0 : real(leaf.aloneCost, int(own.far, edge)));
}

function offer(star: Star, edge: number, value: number): void {
  star.options++;
  if (value < star.best) {
    star.second = star.best;
    star.best = value;
    star.bestEdge = edge;
  } else if (value < star.second) star.second = value;
}

function settleEdge(board: Board, star: Star, { edge, limit }: { edge: number; limit: number }): void {
  const far = int(star.own.far, edge);
  const option = isOption(star, edge);
  star.leaf.mate[far] = -1;
  board.edgeUse[edge] = option ? edgeUses.possible : edgeUses.never;
  if (star.centreIsLeft && option) board.rightAlone[far] = lonelyState(valueOf(board, star, edge), limit);
}

function lonelyState(value: number, limit: number): number {
  return value >= limit ? rightStates.aloneByMargin : rightStates.undecided;
}

function settleCentre(board: Board, star: Star, limit: number): void {
  const { own, leaf, centre, centreIsLeft, bestEdge } = star;
  if (bestEdge === -1) {
    own.mate[centre] = -1;
    if (!centreIsLeft) board.rightAlone[centre] = lonelyState(star.second, limit);
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
