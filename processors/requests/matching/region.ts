import type { Board, Side } from "./board.ts";
import { byte, int } from "./cells.ts";

/**
 * A connected part of the graph: `lefts[leftFrom … leftTo - 1]` and `rights[rightFrom … rightTo - 1]`. One object per
 * pass is moved from part to part; the two queues fill up once, so that no part allocates anything.
 */
export interface Region {
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  readonly seenLeft: Uint8Array;
  readonly seenRight: Uint8Array;
  leftFrom: number;
  leftTo: number;
  rightFrom: number;
  rightTo: number;
}

export function createRegion(board: Board): Region {
  const lefts = new Int32Array(board.left.count);
  const rights = new Int32Array(board.right.count);
  const seenLeft = new Uint8Array(lefts.length);
  const seenRight = new Uint8Array(rights.length);
  return { lefts, rights, seenLeft, seenRight, leftFrom: 0, leftTo: 0, rightFrom: 0, rightTo: 0 };
}

/** Moves the region to the part that holds this left node. `usable` null: every edge counts. */
export function moveRegion(region: Region, board: Board, seed: number, usable: Uint8Array | null): void {
  region.leftFrom = region.leftTo;
  region.rightFrom = region.rightTo;
  region.lefts[region.leftTo++] = seed;
  region.seenLeft[seed] = 1;
  let left = region.leftFrom;
  let right = region.rightFrom;
  while (left < region.leftTo || right < region.rightTo) {
    if (left < region.leftTo) {
      const node = int(region.lefts, left++);
      region.rightTo = reach(board.left, node, usable, region.seenRight, region.rights, region.rightTo);
    } else {
      const node = int(region.rights, right++);
      region.leftTo = reach(board.right, node, usable, region.seenLeft, region.lefts, region.leftTo);
    }
  }
}

// Six parameters: this runs once per node, and an object per call would be its main cost.
function reach(
  side: Side,
  node: number,
  usable: Uint8Array | null,
  seen: Uint8Array,
  queue: Int32Array,
  queueEnd: number,
): number {
  let end = queueEnd;
  const stop = int(side.start, node + 1);
  for (let place = int(side.start, node); place < stop; place++) {
    const edge = int(side.edges, place);
    const far = int(side.far, edge);
    if (byte(seen, far) === 1 || (usable !== null && byte(usable, edge) === 0)) continue;
    seen[far] = 1;
    queue[end++] = far;
  }
  return end;
}
