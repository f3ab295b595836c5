import type { Board } from "./board.ts";
import { byte, int } from "./cells.ts";
import { edgeUses, matchGrades } from "./problem.ts";
import type { Region, Track } from "./region.ts";
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
 * From one admissible matching of a part to what all of them have in common, in linear time (Dulmage and Mendelsohn
 * 1958; Régin 1994): marks which edges are in any admissible matching, and the pairs that are in every one.
 *
 * Two matchings differ by alternating cycles and paths. Their steps are the arcs of a graph whose nodes are the pairs
 * and the lonely nodes: an arc goes from X to Y when the left node of X may take the right node of Y. A path starts
 * where a node becomes alone or ceases to be so; a *ground* joins its ends, which makes it a cycle. There are three
 * grounds, since becoming alone is free for an optional node, while a must may only take turns with another must of its
 * side (else the number of lonely musts would change). An edge can change if and only if it lies on a cycle, that is,
 * inside of a strong component; a pair alone in its component never changes.
 */
export function createAdmissibleTest(board: Board): (region: Region) => void {
  const nodesMax = board.left.count + board.right.count + 3;
  const exchange: Exchange = {
    board,
    graph: createDigraph(nodesMax, board.cost.length + 2 * nodesMax),
    nodeOfLeft: ints(board.left.count),
    nodeOfRight: ints(board.right.count),
    ground: 0,
  };
  return (region) => {
    nameNodes(exchange, region);
    clearDigraph(exchange.graph);
    writePairs(exchange, region);
    writeGrounds(exchange, region);
    findStrongComponents(exchange.graph);
    for (let at = region.left.from; at < region.left.to; at++) mark(exchange, int(region.left.nodes, at));
  };
}

interface Exchange {
  readonly board: Board;
  readonly graph: Digraph;
  readonly nodeOfLeft: Int32Array;
  /** A matched right node shares the node of its pair. */
  readonly nodeOfRight: Int32Array;
  /** The ground of optional nodes; the next two are those of left and of right musts. */
  ground: number;
}

function nameNodes(exchange: Exchange, { left, right }: Region): void {
  let node = 0;
  for (let at = left.from; at < left.to; at++) exchange.nodeOfLeft[int(left.nodes, at)] = node++;
  for (let at = right.from; at < right.to; at++) {
    const name = int(right.nodes, at);
    const mate = int(right.side.mate, name);
    exchange.nodeOfRight[name] = mate === -1 ? node++ : int(exchange.nodeOfLeft, mate);
  }
  exchange.ground = node;
}

function writePairs(exchange: Exchange, { left, right }: Region): void {
  const { graph, ground } = exchange;
  for (let at = left.from; at < left.to; at++) {
    const name = int(left.nodes, at);
    writeSteps(exchange, name);
    if (int(left.side.mate, name) !== -1) addArc(graph, ground + byte(left.side.must, name));
    closeNode(graph);
  }
  for (let at = right.from; at < right.to; at++) {
    const name = int(right.nodes, at);
    if (int(right.side.mate, name) !== -1) continue;
    addArc(graph, ground + 2 * byte(right.side.must, name));
    closeNode(graph);
  }
}

function writeSteps({ board: { left }, graph, nodeOfRight }: Exchange, name: number): void {
  const mate = int(left.mate, name);
  const stop = int(left.start, name + 1);
  for (let place = int(left.start, name); place < stop; place++) {
    const far = int(left.far, int(left.edges, place));
    if (far !== mate) addArc(graph, int(nodeOfRight, far));
  }
}

/** From a ground, a lonely left node takes a partner, or a matched right node becomes alone. */
function writeGrounds(exchange: Exchange, { left, right }: Region): void {
  addLonelyLefts(exchange, left, 0);
  addMatchedRights(exchange, right, 0);
  closeNode(exchange.graph);
  addLonelyLefts(exchange, left, 1);
  closeNode(exchange.graph);
  addMatchedRights(exchange, right, 1);
  closeNode(exchange.graph);
}

function addLonelyLefts(
  { graph, nodeOfLeft }: Exchange,
  { nodes, side, from, to }: Track,
  must: number,
): void {
  for (let at = from; at < to; at++) {
    const name = int(nodes, at);
    if (int(side.mate, name) === -1 && byte(side.must, name) === must) addArc(graph, int(nodeOfLeft, name));
  }
}

function addMatchedRights(
  { graph, nodeOfRight }: Exchange,
  { nodes, side, from, to }: Track,
  must: number,
): void {
  for (let at = from; at < to; at++) {
    const name = int(nodes, at);
    if (int(side.mate, name) !== -1 && byte(side.must, name) === must) addArc(graph, int(nodeOfRight, name));
  }
}

function mark({ board, graph, nodeOfLeft, nodeOfRight }: Exchange, name: number): void {
  const { left } = board;
  const mate = int(left.mate, name);
  const own = int(graph.component, int(nodeOfLeft, name));
  if (mate !== -1 && int(graph.componentSize, own) === 1) board.grade[name] = matchGrades.exact;
  const stop = int(left.start, name + 1);
  for (let place = int(left.start, name); place < stop; place++) {
    const edge = int(left.edges, place);
    const far = int(left.far, edge);
    const possible = far === mate || int(graph.component, int(nodeOfRight, far)) === own;
    board.edgeUse[edge] = possible ? edgeUses.possible : edgeUses.never;
  }
}
