import type { Board, Side } from "./board.ts";
import { byte, int, real } from "./cells.ts";
import type { Region, Track } from "./region.ts";
import { ints } from "./scratch.ts";

/**
 * Finds some admissible matching of a part: as few musts alone as possible, cost only as a first guess.
 *
 * The musts of each side that can be served together form a matroid, and serving one side's takes nothing from the
 * other's (Mendelsohn and Dulmage 1958): so each must is tried once, by an alternating path that ends at a free node of
 * the other side or at an optional node of its own that gives its partner up.
 */
export function createMustCover(board: Board): (region: Region) => void {
  const leftSearch = createSearch(board.left, board.right);
  const rightSearch = createSearch(board.right, board.left);
  return ({ left, right }) => {
    for (let at = left.from; at < left.to; at++) takeCheapestFree(board, int(left.nodes, at));
    serve(leftSearch, left);
    serve(rightSearch, right);
  };
}

interface Search {
  readonly own: Side;
  readonly other: Side;
  readonly queue: Int32Array;
  queueEnd: number;
  /** Of a node of the other side: whence it was reached, −1: not reached. */
  readonly via: Int32Array;
  readonly reached: Int32Array;
  reachedCount: number;
}

function createSearch(own: Side, other: Side): Search {
  return {
    own,
    other,
    queue: ints(own.count),
    queueEnd: 0,
    via: ints(other.count).fill(-1),
    reached: ints(other.count),
    reachedCount: 0,
  };
}

function takeCheapestFree({ left, right, cost }: Board, node: number): void {
  let best = -1;
  const stop = int(left.start, node + 1);
  for (let place = int(left.start, node); place < stop; place++) {
    const edge = int(left.edges, place);
    if (int(right.mate, int(left.far, edge)) !== -1) continue;
    if (best === -1 || real(cost, edge) < real(cost, best)) best = edge;
  }
  if (best === -1) return;
  left.mate[node] = int(left.far, best);
  right.mate[int(left.far, best)] = node;
}

function serve(search: Search, { nodes, from, to }: Track): void {
  const { own } = search;
  let settled = 0;
  for (let at = from; at < to; at++) {
    const node = int(nodes, at);
    if (byte(own.must, node) === 0 || int(own.mate, node) !== -1) continue;
    // What a failed search reached leads nowhere, then or later: it stays marked.
    if (augment(search, node)) forget(search, settled);
    settled = search.reachedCount;
  }
  forget(search, 0);
}

function forget(search: Search, from: number): void {
  for (let at = from; at < search.reachedCount; at++) search.via[int(search.reached, at)] = -1;
  search.reachedCount = from;
}

function augment(search: Search, root: number): boolean {
  search.queue[0] = root;
  search.queueEnd = 1;
  for (let at = 0; at < search.queueEnd; at++) {
    const end = look(search, int(search.queue, at));
    if (end === -1) continue;
    const rival = int(search.other.mate, end);
    if (rival !== -1) search.own.mate[rival] = -1;
    flip(search, end, root);
    return true;
  }
  return false;
}

/** Follows the edges of a node: returns the end of a path, or −1 and has more to look at in the queue. */
function look(search: Search, node: number): number {
  const { own, other, via } = search;
  const stop = int(own.start, node + 1);
  for (let place = int(own.start, node); place < stop; place++) {
    const far = int(own.far, int(own.edges, place));
    if (int(via, far) !== -1) continue;
    via[far] = node;
    search.reached[search.reachedCount++] = far;
    const rival = int(other.mate, far);
    if (rival === -1 || byte(own.must, rival) === 0) return far;
    search.queue[search.queueEnd++] = rival;
  }
  return -1;
}

function flip({ own, other, via }: Search, last: number, root: number): void {
  let far = last;
  for (;;) {
    const node = int(via, far);
    const previous = int(own.mate, node);
    own.mate[node] = far;
    other.mate[far] = node;
    if (node === root) return;
    far = previous;
  }
}
