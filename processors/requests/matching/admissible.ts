import type { Board } from "./board.ts";
import { byte, int } from "./cells.ts";
import { edgeUses, matchGrades } from "./problem.ts";
import type { Region } from "./region.ts";
import {
  addArc,
  clearDigraph,
  closeNode,
  createDigraph,
  findStrongComponents,
  type Digraph,
} from "./strongly-connected.ts";

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
  const arcsMax = board.cost.length + 2 * nodesMax;
  const exchange: Exchange = {
    graph: createDigraph(nodesMax, arcsMax),
    nodeOfLeft: new Int32Array(board.left.count),
    nodeOfRight: new Int32Array(board.right.count),
    ground: 0,
  };
  return (region) => {
    nameNodes(board, region, exchange);
    writeArcs(board, region, exchange);
    findStrongComponents(exchange.graph);
    mark(board, region, exchange);
  };
}

interface Exchange {
  readonly graph: Digraph;
  readonly nodeOfLeft: Int32Array;
  /** A matched right node shares the node of its pair. */
  readonly nodeOfRight: Int32Array;
  /** The ground of optional nodes; the next two are those of left and of right musts. */
  ground: number;
}

function nameNodes({ right }: Board, region: Region, exchange: Exchange): void {
  let node = 0;
  for (let at = region.leftFrom; at < region.leftTo; at++)
    exchange.nodeOfLeft[int(region.lefts, at)] = node++;
  for (let at = region.rightFrom; at < region.rightTo; at++) {
    const name = int(region.rights, at);
    const mate = int(right.mate, name);
    exchange.nodeOfRight[name] = mate === -1 ? node++ : int(exchange.nodeOfLeft, mate);
  }
  exchange.ground = node;
}

function writeArcs(board: Board, region: Region, exchange: Exchange): void {
  const { graph } = exchange;
  const { left, right } = board;
  clearDigraph(graph);
  for (let at = region.leftFrom; at < region.leftTo; at++) {
    const name = int(region.lefts, at);
    writeSteps(board, exchange, name);
    if (int(left.mate, name) !== -1) addArc(graph, exchange.ground + byte(left.must, name));
    closeNode(graph);
  }
  for (let at = region.rightFrom; at < region.rightTo; at++) {
    const name = int(region.rights, at);
    if (int(right.mate, name) !== -1) continue;
    addArc(graph, exchange.ground + 2 * byte(right.must, name));
    closeNode(graph);
  }
  for (const kind of ["optional", "left", "right"] as const) {
    writeGround(board, region, exchange, kind);
    closeNode(graph);
  }
}

function writeSteps({ left }: Board, exchange: Exchange, name: number): void {
  const mate = int(left.mate, name);
  const stop = int(left.start, name + 1);
  for (let place = int(left.start, name); place < stop; place++) {
    const far = int(left.far, int(left.edges, place));
    if (far !== mate) addArc(exchange.graph, int(exchange.nodeOfRight, far));
  }
}

/** From a ground: a lonely left node takes a partner, or a matched right node becomes alone. */
function writeGround(
  { left, right }: Board,
  region: Region,
  exchange: Exchange,
  kind: "optional" | "left" | "right",
): void {
  const must = kind === "optional" ? 0 : 1;
  for (let at = region.leftFrom; at < region.leftTo && kind !== "right"; at++) {
    const name = int(region.lefts, at);
    if (int(left.mate, name) === -1 && byte(left.must, name) === must)
      addArc(exchange.graph, int(exchange.nodeOfLeft, name));
  }
  for (let at = region.rightFrom; at < region.rightTo && kind !== "left"; at++) {
    const name = int(region.rights, at);
    if (int(right.mate, name) !== -1 && byte(right.must, name) === must)
      addArc(exchange.graph, int(exchange.nodeOfRight, name));
  }
}

function mark(board: Board, region: Region, exchange: Exchange): void {
  const { left } = board;
  const { component, componentSize } = exchange.graph;
  for (let at = region.leftFrom; at < region.leftTo; at++) {
    const name = int(region.lefts, at);
    const mate = int(left.mate, name);
    const own = int(component, int(exchange.nodeOfLeft, name));
    if (mate !== -1 && int(componentSize, own) === 1) board.grade[name] = matchGrades.exact;
    const stop = int(left.start, name + 1);
    for (let place = int(left.start, name); place < stop; place++) {
      const edge = int(left.edges, place);
      const far = int(left.far, edge);
      const possible = far === mate || int(component, int(exchange.nodeOfRight, far)) === own;
      board.edgeUse[edge] = possible ? edgeUses.possible : edgeUses.never;
    }
  }
}
