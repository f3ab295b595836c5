import type { Block } from "./block.ts";
import { roundingNats } from "./board.ts";
import { byte, int, real } from "./cells.ts";
import {
  createGroundSearch,
  reducedOf,
  searchFromGround,
  searchToGround,
  type GroundSearch,
} from "./ground-search.ts";
import { clearHeap, popNearest, pushNearer } from "./heap.ts";
import {
  addArc,
  clearDigraph,
  closeNode,
  createDigraph,
  findStrongComponents,
  type Digraph,
} from "./strongly-connected.ts";
import { ints } from "./scratch.ts";

/**
 * Which pairs of the cheapest matching the best alternative does without, when it is worse by less than the margin.
 *
 * What an alternative costs more is the sum of reduced costs (gain minus prices, never negative) along the cycle that
 * leads to it, where paths that end in loneliness are closed by a ground. So the question is the shortest cycle through
 * a pair, asked in the order of effort: strong components of the arcs below the margin; the way over the ground (two
 * searches for all); a bounded Dijkstra (1959) from the pair, and each cycle that it finds answers for all pairs on it.
 */
export function createMarginTest(block: Block): (marginNats: number) => void {
  const leftMax = block.mateOfLeft.length;
  const rightMax = block.mateOfRight.length;
  const survey: Survey = {
    ...createGroundSearch(block),
    graph: createDigraph(leftMax + rightMax + 1, block.target.length + 2 * (leftMax + rightMax)),
    via: ints(leftMax),
  };
  return (marginNats) => {
    survey.limit = marginNats - roundingNats;
    block.unsure.fill(0, 0, block.leftCount);
    block.wanted.fill(0, 0, block.rightCount);
    connect(survey);
    searchFromGround(survey);
    searchToGround(survey);
    for (let left = 0; left < block.leftCount; left++) testPair(survey, left);
  };
}

/** What the steps of the test have in common. */
interface Survey extends GroundSearch {
  readonly graph: Digraph;
  readonly via: Int32Array;
}

/** Nodes: left nodes with their partners, then right nodes (arcs enter the lonely ones only), then the ground. */
function connect(survey: Survey): void {
  const { block, graph } = survey;
  clearDigraph(graph);
  for (let left = 0; left < block.leftCount; left++) {
    writeSteps(survey, left);
    closeNode(graph);
  }
  for (let right = 0; right < block.rightCount; right++) {
    if (int(block.mateOfRight, right) === -1) addArc(graph, block.leftCount + block.rightCount);
    closeNode(graph);
  }
  writeGround(survey);
  closeNode(graph);
  findStrongComponents(graph);
}

function writeSteps({ block, graph, limit }: Survey, left: number): void {
  const mate = int(block.mateOfLeft, left);
  const stop = int(block.start, left + 1);
  for (let place = int(block.start, left); place < stop; place++) {
    const right = int(block.target, place);
    if (right === mate || reducedOf(block, left, place) >= limit) continue;
    const rival = int(block.mateOfRight, right);
    addArc(graph, rival === -1 ? block.leftCount + right : rival);
  }
  if (mate !== -1 && -real(block.leftPrice, left) < limit) addArc(graph, block.leftCount + block.rightCount);
}

function writeGround({ block, graph, limit }: Survey): void {
  for (let left = 0; left < block.leftCount; left++) {
    const mate = int(block.mateOfLeft, left);
    if (mate === -1 || -real(block.rightPrice, mate) < limit) addArc(graph, left);
  }
}

function testPair(survey: Survey, left: number): void {
  const { block, graph } = survey;
  if (int(block.mateOfLeft, left) === -1 || byte(block.unsure, left) === 1) return;
  if (int(graph.componentSize, int(graph.component, left)) === 1) return;
  if (real(survey.toGround, left) + real(survey.fromGround, left) < survey.limit) block.unsure[left] = 1;
  else searchCycle(survey, left);
}

function searchCycle(survey: Survey, root: number): void {
  const { heap, distance } = survey;
  let left = root;
  while (!relax(survey, root, left) && heap.size > 0) left = popNearest(heap);
  clearHeap(heap);
  distance.fill(Infinity, 0, survey.block.leftCount);
}

/** Looks from one pair of the search onwards. True: it closed a cycle. */
function relax(survey: Survey, root: number, left: number): boolean {
  const { block, distance, via, limit } = survey;
  const ground = left === root ? 0 : real(distance, left);
  const stop = int(block.start, left + 1);
  for (let place = int(block.start, left); place < stop; place++) {
    const rival = rivalAt(survey, left, place);
    if (rival === -1) continue;
    const far = ground + reducedOf(block, left, place);
    if (far >= limit || far >= real(distance, rival)) continue;
    via[rival] = left;
    if (rival === root) {
      answer(survey, root);
      return true;
    }
    distance[rival] = far;
    pushNearer(survey.heap, rival);
  }
  return false;
}

/** Whose partner the edge would take; −1 when it leads to no cycle below the margin. */
function rivalAt({ block, graph }: Survey, left: number, place: number): number {
  const rival = int(block.mateOfRight, int(block.target, place));
  if (rival === -1 || rival === left) return -1;
  return int(graph.component, rival) === int(graph.component, left) ? rival : -1;
}

/** Every pair on the cycle changes with it. */
function answer({ block, via }: Survey, root: number): void {
  let left = root;
  do {
    block.unsure[left] = 1;
    left = int(via, left);
  } while (left !== root);
}
