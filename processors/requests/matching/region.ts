import type { Board, Side } from "./board.ts";
import { byte, int } from "./cells.ts";
import { bytes, ints } from "./scratch.ts";

/**
 * A connected part of the graph. One object per pass is moved from part to part; its two queues fill up once, so that
 * no part allocates anything.
 */
export interface Region {
  readonly left: Track;
  readonly right: Track;
  /** Edges that count: those that are not 0. Null: all. */
  readonly usable: Uint8Array | null;
}

/** One side of the part: `nodes[from … to - 1]`. */
export interface Track {
  readonly side: Side;
  readonly nodes: Int32Array;
  readonly seen: Uint8Array;
  from: number;
  to: number;
  /** The first node whose edges were not followed yet. */
  next: number;
}

export function createRegion(board: Board, usable: Uint8Array | null): Region {
  return { left: createTrack(board.left), right: createTrack(board.right), usable };
}

function createTrack(side: Side): Track {
  const nodes = ints(side.count);
  return { side, nodes, seen: bytes(side.count), from: 0, to: 0, next: 0 };
}

/** Moves the region to the part that holds this left node. */
export function moveRegion(region: Region, seed: number): void {
  const { left, right } = region;
  left.from = left.to;
  right.from = right.to;
  left.nodes[left.to++] = seed;
  left.seen[seed] = 1;
  while (left.next < left.to || right.next < right.to) {
    if (left.next < left.to) follow(region, left, right);
    else follow(region, right, left);
  }
}

export function sizeOf(track: Track): number {
  return track.to - track.from;
}

export function isUsable({ usable }: Region, edge: number): boolean {
  return usable === null || byte(usable, edge) !== 0;
}

function follow(region: Region, near: Track, far: Track): void {
  const { side } = near;
  const node = int(near.nodes, near.next++);
  const stop = int(side.start, node + 1);
  for (let place = int(side.start, node); place < stop; place++) {
    const edge = int(side.edges, place);
    const end = int(side.far, edge);
    if (byte(far.seen, end) === 1 || !isUsable(region, edge)) continue;
    far.seen[end] = 1;
    far.nodes[far.to++] = end;
  }
}
