import type { Board, Side } from "./board.ts";
import { byte, int, real } from "./cells.ts";
import { edgeUses, matchGrades, rightStates } from "./problem.ts";
import { sizeOf, type Region } from "./region.ts";
import { bytes, ints, reals } from "./scratch.ts";

/**
 * A block in local numbers, close together in memory. Costs are *gains*: what the edge costs beyond leaving both of its
 * ends alone, so that the cheapest matching has the smallest sum and to stay alone costs 0. A must alone costs `mustNats`,
 * more than all other differences of the block together, which makes one sum of the two orders.
 */
export interface Block {
  leftCount: number;
  rightCount: number;
  edgeCount: number;
  /** Local number to the number on the board: of left nodes, right nodes and edges. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly edge: Int32Array;
  /** Edges of left node n: `start[n] … start[n + 1] - 1`. */
  readonly start: Int32Array;
  readonly target: Int32Array;
  readonly gain: Float64Array;
  readonly mateOfLeft: Int32Array;
  readonly mateOfRight: Int32Array;
  /**
   * Prices that prove the matching cheapest: `gain − leftPrice − rightPrice` is never negative, and 0 for pairs; no
   * price is positive, and those of lonely nodes are 0.
   */
  readonly leftPrice: Float64Array;
  readonly rightPrice: Float64Array;
  /** Per left: 1 when a matching within the margin does without its pair. */
  readonly unsure: Uint8Array;
  /** Per lonely right: 1 when a matching within the margin gives it a partner. */
  readonly wanted: Uint8Array;
  readonly localOfRight: Map<number, number>;
}

export function createBlock(leftMax: number, rightMax: number, edgesMax: number): Block {
  return {
    leftCount: 0,
    rightCount: 0,
    edgeCount: 0,
    left: ints(leftMax),
    right: ints(rightMax),
    edge: ints(edgesMax),
    start: ints(leftMax + 1),
    target: ints(edgesMax),
    gain: reals(edgesMax),
    mateOfLeft: ints(leftMax),
    mateOfRight: ints(rightMax),
    leftPrice: reals(leftMax),
    rightPrice: reals(rightMax),
    unsure: bytes(leftMax),
    wanted: bytes(rightMax),
    localOfRight: new Map(),
  };
}

export function loadBlock(board: Board, part: Region, block: Block): void {
  block.leftCount = sizeOf(part.left);
  block.rightCount = sizeOf(part.right);
  block.edgeCount = 0;
  block.left.set(part.left.nodes.subarray(part.left.from, part.left.to));
  block.right.set(part.right.nodes.subarray(part.right.from, part.right.to));
  block.localOfRight.clear();
  for (let at = 0; at < block.rightCount; at++) block.localOfRight.set(int(block.right, at), at);
  for (let at = 0; at < block.leftCount; at++) loadEdges(board, block, at);
  const mustNats = spread(block) + board.marginNats + 1;
  for (let place = 0; place < block.edgeCount; place++) {
    const edge = int(block.edge, place);
    const musts =
      byte(board.left.must, int(board.right.far, edge)) + byte(board.right.must, int(board.left.far, edge));
    block.gain[place] = real(block.gain, place) - musts * mustNats;
  }
}

function loadEdges({ left, right, cost, edgeUse }: Board, block: Block, at: number): void {
  const name = int(block.left, at);
  const alone = plainAloneCost(left, name);
  block.start[at] = block.edgeCount;
  for (let place = int(left.start, name); place < int(left.start, name + 1); place++) {
    const edge = int(left.edges, place);
    if (byte(edgeUse, edge) === edgeUses.never) continue;
    const far = int(left.far, edge);
    block.target[block.edgeCount] = block.localOfRight.get(far) ?? 0;
    block.gain[block.edgeCount] = real(cost, edge) - alone - plainAloneCost(right, far);
    block.edge[block.edgeCount++] = edge;
  }
  block.start[at + 1] = block.edgeCount;
}

function plainAloneCost(side: Side, node: number): number {
  return byte(side.must, node) === 1 ? 0 : real(side.aloneCost, node);
}

/** An upper bound of the difference between any two matchings' sums of gains. */
function spread(block: Block): number {
  let sum = 0;
  for (let at = 0; at < block.leftCount; at++) {
    let least = 0;
    let most = 0;
    for (let place = int(block.start, at); place < int(block.start, at + 1); place++) {
      least = Math.min(least, real(block.gain, place));
      most = Math.max(most, real(block.gain, place));
    }
    sum += most - least;
  }
  return sum;
}

export function storeBlock(board: Board, block: Block): void {
  for (let at = 0; at < block.rightCount; at++) storeRight(board, block, at);
  for (let at = 0; at < block.leftCount; at++) storeLeft(board, block, at);
}

function storeRight(board: Board, block: Block, at: number): void {
  const name = int(block.right, at);
  const mate = int(block.mateOfRight, at);
  const lonely = byte(block.wanted, at) === 1 ? rightStates.undecided : rightStates.aloneByMargin;
  board.right.mate[name] = mate === -1 ? -1 : int(block.left, mate);
  board.rightAlone[name] = mate === -1 ? lonely : rightStates.matched;
}

function storeLeft(board: Board, block: Block, at: number): void {
  const name = int(block.left, at);
  const mate = int(block.mateOfLeft, at);
  board.left.mate[name] = mate === -1 ? -1 : int(block.right, mate);
  if (mate === -1) return;
  board.edgeUse[int(block.edge, cheapestPlace(block, at, mate))] = edgeUses.chosen;
  // A pair with two edges is a block of its own, and what the structure proved stays proven.
  if (byte(board.grade, name) === matchGrades.exact) return;
  board.grade[name] = byte(block.unsure, at) === 1 ? matchGrades.ambiguous : matchGrades.probable;
}

function cheapestPlace({ start, target, gain }: Block, left: number, right: number): number {
  let cheapest = -1;
  for (let place = int(start, left); place < int(start, left + 1); place++) {
    if (int(target, place) !== right) continue;
    if (cheapest === -1 || real(gain, place) < real(gain, cheapest)) cheapest = place;
  }
  return cheapest;
}
