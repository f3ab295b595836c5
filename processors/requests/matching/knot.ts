import { createAdmissibleTest } from "./admissible.ts";
import { createBlock, loadBlock, storeBlock, type Block } from "./block.ts";
import type { Board } from "./board.ts";
import { byte, int } from "./cells.ts";
import { createAssigner } from "./cheapest.ts";
import { createMarginTest } from "./margins.ts";
import { createMustCover } from "./must-cover.ts";
import { edgeUses, matchGrades, rightStates } from "./problem.ts";
import { createRegion, moveRegion, type Region } from "./region.ts";
import { solveStar } from "./star.ts";

/**
 * A part that is no star: any admissible matching first, then what all of them have in common. Edges that none of them
 * uses fall away, and with them the part falls into blocks, which are independent; only blocks are weighed by cost.
 */
export function createKnotSolver(board: Board): (region: Region) => void {
  const coverMusts = createMustCover(board);
  const testAdmissible = createAdmissibleTest(board);
  const solveBlock = createBlockSolver(board);
  const part = createRegion(board);
  return (region) => {
    coverMusts(region);
    testAdmissible(region);
    for (let at = region.leftFrom; at < region.leftTo; at++) {
      const node = int(region.lefts, at);
      if (byte(part.seenLeft, node) === 1) continue;
      moveRegion(part, board, node, board.edgeUse);
      if (part.rightTo === part.rightFrom) continue;
      if (!solveStar(board, part, board.edgeUse)) solveBlock(part);
    }
  };
}

function createBlockSolver(board: Board): (part: Region) => void {
  const leftMax = Math.min(board.nodesMax, board.left.count);
  const rightMax = Math.min(board.nodesMax, board.right.count);
  const block: Block = createBlock(leftMax, rightMax, Math.min(board.edgesMax, board.cost.length));
  const assign = createAssigner(block);
  const testMargins = createMarginTest(block);
  return (part) => {
    if (isTooLarge(board, part)) return cap(board, part);
    loadBlock(board, part, block);
    assign();
    testMargins(board.marginNats);
    storeBlock(board, part, block);
  };
}

function isTooLarge(board: Board, part: Region): boolean {
  if (part.leftTo - part.leftFrom > board.nodesMax || part.rightTo - part.rightFrom > board.nodesMax)
    return true;
  let edges = 0;
  for (let at = part.leftFrom; at < part.leftTo; at++) {
    const node = int(part.lefts, at);
    const stop = int(board.left.start, node + 1);
    for (let place = int(board.left.start, node); place < stop; place++) {
      if (byte(board.edgeUse, int(board.left.edges, place)) !== edgeUses.never) edges++;
    }
  }
  return edges > board.edgesMax;
}

/** Keeps the admissible matching at hand. A block of several pairs holds no exact one. */
function cap(board: Board, part: Region): void {
  board.cappedLefts += part.leftTo - part.leftFrom;
  for (let at = part.leftFrom; at < part.leftTo; at++) {
    const node = int(part.lefts, at);
    const mate = int(board.left.mate, node);
    if (mate !== -1) board.grade[node] = matchGrades.ambiguous;
    const stop = int(board.left.start, node + 1);
    for (let place = int(board.left.start, node); place < stop; place++) {
      const edge = int(board.left.edges, place);
      if (int(board.left.far, edge) === mate) board.edgeUse[edge] = edgeUses.chosen;
    }
  }
  for (let at = part.rightFrom; at < part.rightTo; at++) {
    const node = int(part.rights, at);
    board.rightAlone[node] = int(board.right.mate, node) === -1 ? rightStates.undecided : rightStates.matched;
  }
}
