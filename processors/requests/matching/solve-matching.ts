import { createBoard, type Board, type Side } from "./board.ts";
import { byte, int } from "./cells.ts";
import { createKnotSolver } from "./knot.ts";
import type { MatchingOptions, MatchingProblem, MatchingResult } from "./problem.ts";
import { createRegion, moveRegion } from "./region.ts";
import { clearScratch } from "./scratch.ts";
import { solveStar } from "./star.ts";

/**
 * Who belongs to whom, and how sure that is. Each connected part is solved alone: a star (one node against k) by
 * looking at its options, anything else as a knot.
 *
 * The result depends on the order of nodes and edges only where several matchings cost the same, and there every pair
 * in question is ambiguous.
 */
export function solveMatching(problem: MatchingProblem, options: MatchingOptions = {}): MatchingResult {
  clearScratch();
  const board = createBoard(problem, options);
  const region = createRegion(board, null);
  let solveKnot: ReturnType<typeof createKnotSolver> | null = null;
  for (let node = 0; node < board.left.count; node++) {
    const isolated = int(board.left.start, node) === int(board.left.start, node + 1);
    if (isolated || byte(region.left.seen, node) === 1) continue;
    moveRegion(region, node);
    if (solveStar(board, region)) continue;
    solveKnot ??= createKnotSolver(board);
    solveKnot(region);
  }
  return toResult(board);
}

function toResult(board: Board): MatchingResult {
  return {
    partnerOfLeft: board.left.mate,
    partnerOfRight: board.right.mate,
    grade: board.grade,
    rightAlone: board.rightAlone,
    edgeUse: board.edgeUse,
    stranded: { left: strandedOf(board.left), right: strandedOf(board.right) },
    capped: board.cappedLefts > 0,
    cappedLefts: board.cappedLefts,
  };
}

function strandedOf(side: Side): Int32Array {
  const stranded: number[] = [];
  for (let node = 0; node < side.count; node++) {
    if (byte(side.must, node) === 1 && int(side.mate, node) === -1) stranded.push(node);
  }
  return Int32Array.from(stranded);
}
