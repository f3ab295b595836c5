import type { Board } from "./board.ts";
import { byte, int, real } from "./cells.ts";
import { edgeUses, matchGrades, rightStates } from "./problem.ts";
import type { Region } from "./region.ts";

/**
 * A block in local numbers, close together in memory. Costs are *gains*: what the edge costs beyond leaving both of its
 * ends alone, so that the cheapest matching has the smallest sum and to stay alone costs 0. A must alone costs `mustNats`,
 * more than all other differences of the block together, which makes one sum of the two orders.
 */
export interface Block {
  leftCount: number;
  rightCount: number;
  readonly start: Int32Array;
  readonly target: Int32Array;
  readonly gain: Float64Array;
  /** Place of an edge in the block to its number on the board. */
  readonly edge: Int32Array;
  readonly mateOfLeft: Int32Array;
  readonly mateOfRight: Int32Array;
  /** Prices that prove the matching cheapest: `gain − leftPrice − rightPrice ≥ 0`, 0 for pairs, prices ≤ 0, 0 for the lonely. */
  readonly leftPrice: Float64Array;
  readonly rightPrice: Float64Array;
  /** Per left: 1 when a matching within the margin does without its pair. */
  readonly unsure: Uint8Array;
  /** Per lonely right: 1 when a matching within the margin gives it a partner. */
  readonly wanted: Uint8Array;
  /** Board's right node to its local number. */
  localOfRight: Map<number, number>;
}

export function createBlock(leftMax: number, rightMax: number, edgesMax: number): Block {
  return {
    leftCount: 0,
    rightCount: 0,
    start: new Int32Array(leftMax + 1),
    target: new Int32Array(edgesMax),
    gain: new Float64Array(edgesMax),
    edge: new Int32Array(edgesMax),
    mateOfLeft: new Int32Array(leftMax),
    mateOfRight: new Int32Array(rightMax),
    leftPrice: new Float64Array(leftMax),
    rightPrice: new Float64Array(rightMax),
    unsure: new Uint8Array(leftMax),
    wanted: new Uint8Array(rightMax),
    localOfRight: new Map(),
  };
}

export function loadBlock(board: Board, part: Region, block: Block): void {
  block.leftCount = part.leftTo - part.leftFrom;
  block.rightCount = part.rightTo - part.rightFrom;
  block.localOfRight.clear();
  for (let at = 0; at < block.rightCount; at++)
    block.localOfRight.set(int(part.rights, part.rightFrom + at), at);
  let edges = 0;
  block.start[0] = 0;
  for (let at = 0; at < block.leftCount; at++) {
    edges = loadEdges(board, block, int(part.lefts, part.leftFrom + at), edges);
    block.start[at + 1] = edges;
  }
  const mustNats = spread(block) + board.marginNats + 1;
  for (let at = 0; at < block.leftCount; at++) {
    const stop = int(block.start, at + 1);
    for (let place = int(block.start, at); place < stop; place++) {
      const edge = int(block.edge, place);
      const musts =
        byte(board.left.must, int(board.right.far, edge)) + byte(board.right.must, int(board.left.far, edge));
      block.gain[place] = real(block.gain, place) - musts * mustNats;
    }
  }
}

function loadEdges({ left, right, cost, edgeUse }: Board, block: Block, name: number, from: number): number {
  let edges = from;
  const alone = byte(left.must, name) === 1 ? 0 : real(left.aloneCost, name);
  const stop = int(left.start, name + 1);
  for (let place = int(left.start, name); place < stop; place++) {
    const edge = int(left.edges, place);
    if (byte(edgeUse, edge) === edgeUses.never) continue;
    const far = int(left.far, edge);
    const farAlone = byte(right.must, far) === 1 ? 0 : real(right.aloneCost, far);
    block.target[edges] = block.localOfRight.get(far) ?? 0;
    block.gain[edges] = real(cost, edge) - alone - farAlone;
    block.edge[edges] = edge;
    edges++;
  }
  return edges;
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

export function storeBlock(board: Board, part: Region, block: Block): void {
  for (let at = 0; at < block.rightCount; at++) {
    const name = int(part.rights, part.rightFrom + at);
    const mate = int(block.mateOfRight, at);
    board.right.mate[name] = mate === -1 ? -1 : int(part.lefts, part.leftFrom + mate);
    const lonely = byte(block.wanted, at) === 1 ? rightStates.undecided : rightStates.aloneByMargin;
    board.rightAlone[name] = mate === -1 ? lonely : rightStates.matched;
  }
  for (let at = 0; at < block.leftCount; at++) storeLeft(board, part, block, at);
}

function storeLeft(board: Board, part: Region, block: Block, at: number): void {
  const name = int(part.lefts, part.leftFrom + at);
  const mate = int(block.mateOfLeft, at);
  board.left.mate[name] = mate === -1 ? -1 : int(part.rights, part.rightFrom + mate);
  if (mate === -1) return;
  const weighed = byte(block.unsure, at) === 1 ? matchGrades.ambiguous : matchGrades.probable;
  board.grade[name] = byte(board.grade, name) === matchGrades.exact ? matchGrades.exact : weighed;
  let chosen = -1;
  for (let place = int(block.start, at); place < int(block.start, at + 1); place++) {
    if (int(block.target, place) !== mate) continue;
    if (chosen === -1 || real(block.gain, place) < real(block.gain, chosen)) chosen = place;
  }
  board.edgeUse[int(block.edge, chosen)] = edgeUses.chosen;
}
