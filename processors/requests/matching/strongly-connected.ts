import { int } from "./cells.ts";
import { ints } from "./scratch.ts";

/** A directed graph written arc by arc in the order of its nodes, and the strong components found in it. Reused. */
export interface Digraph {
  nodes: number;
  arcs: number;
  /** Arcs of node n: `target[start[n]] … target[start[n + 1] - 1]`. */
  readonly start: Int32Array;
  readonly target: Int32Array;
  /** Node to its component; component to its number of nodes. */
  readonly component: Int32Array;
  readonly componentSize: Int32Array;
  readonly index: Int32Array;
  readonly low: Int32Array;
  readonly open: Int32Array;
  readonly path: Int32Array;
  readonly next: Int32Array;
}

export function createDigraph(nodesMax: number, arcsMax: number): Digraph {
  const perNode = (): Int32Array => ints(nodesMax + 1);
  return {
    nodes: 0,
    arcs: 0,
    start: perNode(),
    target: ints(arcsMax),
    component: perNode(),
    componentSize: perNode(),
    index: perNode(),
    low: perNode(),
    open: perNode(),
    path: perNode(),
    next: perNode(),
  };
}

export function clearDigraph(graph: Digraph): void {
  graph.nodes = 0;
  graph.arcs = 0;
}

export function addArc(graph: Digraph, target: number): void {
  graph.target[graph.arcs++] = target;
}

/** Ends the arcs of the current node; the next arc is one of the next node. */
export function closeNode(graph: Digraph): void {
  graph.start[++graph.nodes] = graph.arcs;
}

/** Tarjan 1972 without recursion: a burst makes paths of thousands of nodes. */
export function findStrongComponents(graph: Digraph): void {
  const walk: Walk = { pathSize: 0, openSize: 0, visited: 0, components: 0 };
  graph.start[0] = 0;
  graph.index.fill(0, 0, graph.nodes);
  graph.component.fill(-1, 0, graph.nodes);
  for (let root = 0; root < graph.nodes; root++) {
    if (int(graph.index, root) !== 0) continue;
    enter(graph, walk, root);
    while (walk.pathSize > 0) step(graph, walk);
  }
}

interface Walk {
  pathSize: number;
  openSize: number;
  visited: number;
  components: number;
}

function enter(graph: Digraph, walk: Walk, node: number): void {
  walk.visited++;
  graph.index[node] = walk.visited;
  graph.low[node] = walk.visited;
  graph.next[node] = int(graph.start, node);
  graph.open[walk.openSize++] = node;
  graph.path[walk.pathSize++] = node;
}

function step(graph: Digraph, walk: Walk): void {
  const node = int(graph.path, walk.pathSize - 1);
  const stop = int(graph.start, node + 1);
  for (let arc = int(graph.next, node); arc < stop; arc++) {
    const target = int(graph.target, arc);
    if (int(graph.index, target) === 0) {
      graph.next[node] = arc + 1;
      enter(graph, walk, target);
      return;
    }
    if (int(graph.component, target) === -1) lower(graph, node, int(graph.index, target));
  }
  walk.pathSize--;
  if (walk.pathSize > 0) lower(graph, int(graph.path, walk.pathSize - 1), int(graph.low, node));
  if (int(graph.low, node) === int(graph.index, node)) seal(graph, walk, node);
}

function lower(graph: Digraph, node: number, low: number): void {
  if (low < int(graph.low, node)) graph.low[node] = low;
}

function seal(graph: Digraph, walk: Walk, root: number): void {
  const component = walk.components++;
  let size = 0;
  for (;;) {
    const node = int(graph.open, --walk.openSize);
    graph.component[node] = component;
    size++;
    if (node === root) break;
  }
  graph.componentSize[component] = size;
}
