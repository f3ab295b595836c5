import { createAdmissibleTest } from "./admissible.ts";
import { createBlock, loadBlock, storeBlock } from "./block.ts";
import { marginOf, type Board } from "./board.ts";
import { byte, int } from "./cells.ts";
import { createAssigner } from "./cheapest.ts";
import { createMarginTest } from "./margins.ts";
import { createMustCover } from "./must-cover.ts";
import { edgeUses, matchGrades, rightStates } from "./problem.ts";
import { createRegion, isUsable, moveRegion, sizeOf, type Region } from "./region.ts";
import { solveStar } from "./star.ts";

/**
 * A part that is no star: any admissible matching first, then what all of them have in common. Edges that none of them
 * uses fall away, and with them the part falls into blocks, which are independent; only blocks are weighed by cost.
 */
export function createKnotSolver(board: Board): (region: Region) => void {
  const coverMusts = createMustCover(board);
  if (board.onlyCovers) return coverMusts;
  const testAdmissible = createAdmissibleTest(board);
  const solveBlock = createBlockSolver(board);
  const part = createRegion(board, board.edgeUse);
  return (region) => {
    coverMusts(region);
    testAdmissible(region);
    for (let at = region.left.from; at < region.left.to; at++) {
      const node = int(region.left.nodes, at);
      if (byte(part.left.seen, node) === 1) continue;
      moveRegion(part, node);
      if (sizeOf(part.right) === 0) continue;
      if (!solveStar(board, part)) solveBlock(part);
    }
  };
}

function createBlockSolver(board: Board): (part: Region) => void {
  const leftMax = Math.min(board.nodesMax, board.left.count);
  const rightMax = Math.min(board.nodesMax, board.right.count);
  const block = createBlock(leftMax, rightMax, Math.min(board.edgesMax, board.cost.length));
  const assign = createAssigner(block);
  const testMargins = createMarginTest(block);
  return (part) => {
    if (isTooLarge(board, part)) return cap(board, part);
    loadBlock(board, part, block);
    assign();
    testMargins(marginOf(board, Math.max(sizeOf(part.left), sizeOf(part.right))));
    storeBlock(board, block);
  };
}

function isTooLarge({ nodesMax, edgesMax }: Board, part: Region): boolean {
  const { left, right } = part;
  if (sizeOf(left) > nodesMax || sizeOf(right) > nodesMax) return true;
  let edges = 0;
  for (let at = left.from; at < left.to && edges <= edgesMax; at++) {
    const node = int(left.nodes, at);
    const stop = int(left.side.start, node + 1);
    for (let place = int(left.side.start, node); place < stop; place++) {
      if (isUsable(part, int(left.side.edges, place))) edges++;
    }
  }
  return edges > edgesMax;
}

/** Keeps the admissible matching at hand. A block of several pairs holds no exact one. */
function cap(board: Board, { left, right }: Region): void {
  board.cappedLefts += sizeOf(left);
  for (let at = left.from; at < left.to; at++) capLeft(board, int(left.nodes, at));
  for (let at = right.from; at < right.to; at++) {
    const node = int(right.nodes, at);
    board.rightAlone[node] = int(right.side.mate, node) === -1 ? rightStates.undecided : rightStates.matched;
  }
}

function capLeft({ left, grade, edgeUse }: Board, node: number): void {
  const mate = int(left.mate, node);
  if (mate !== -1) grade[node] = matchGrades.ambiguous;
  const stop = int(left.start, node + 1);
  for (let place = int(left.start, node); place < stop; place++) {
    const edge = int(left.edges, place);
    if (int(left.far, edge) === mate) edgeUse[edge] = edgeUses.chosen;
  }
}
