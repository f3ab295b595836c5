/** A binary heap: the smallest of its members by `isBefore` is at hand. */
export interface Heap<T> {
  push(member: T): void;
  pop(): T | undefined;
  /** The smallest, which stays. */
  first(): T | undefined;
  size(): number;
}

export function createHeap<T>(isBefore: (a: T, b: T) => boolean): Heap<T> {
  const members: T[] = [];
  return {
    push: (member) => rise(members, member, isBefore),
    pop: () => {
      const [top] = members;
      const last = members.pop();
      if (last !== undefined && members.length > 0) sink(members, last, isBefore);
      return top;
    },
    first: () => members[0],
    size: () => members.length,
  };
}

type IsBefore<T> = (a: T, b: T) => boolean;

function rise<T>(members: T[], member: T, isBefore: IsBefore<T>): void {
  let at = members.length;
  members.push(member);
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = members[up];
    if (parent === undefined || !isBefore(member, parent)) break;
    members[at] = parent;
    at = up;
  }
  members[at] = member;
}

function sink<T>(members: T[], member: T, isBefore: IsBefore<T>): void {
  let at = 0;
  for (;;) {
    const child = smallerChild(members, at, isBefore);
    const below = members[child];
    if (below === undefined || !isBefore(below, member)) break;
    members[at] = below;
    at = child;
  }
  members[at] = member;
}

function smallerChild<T>(members: readonly T[], at: number, isBefore: IsBefore<T>): number {
  const left = members[2 * at + 1];
  const right = members[2 * at + 2];
  return left !== undefined && right !== undefined && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
}
