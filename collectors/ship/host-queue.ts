import { createHeap } from "../slices/heap.ts";
import type { Turns } from "./turns.ts";

/** A host that has something to ship. */
export interface HostTurns {
  readonly host: string;
  readonly turns: Turns;
}

/** A turn of a host: it ends when what is next is younger than `until`, ms UTC, and with the first batch where it `isShort`. */
export interface HostTurn extends HostTurns {
  readonly until: number;
  readonly isShort: boolean;
}

/**
 * Whose turn it is. First each host whose next record is of these minutes, once: it is watched live, and must not wait for another's backlog. Then a batch of each whose next is
 * of the last day: after a pause of the bus it must not wait for what another has of a year. Then the one that has come least far: so hosts that are caught up with side by
 * side stay side by side, and what is read of one need not wait for the others in the processors' memory. For the same reason what is younger than that which is written beside
 * (`passed`) waits for it, but for these minutes, and a host that has nothing else is left out.
 */
export interface HostQueue {
  next(): HostTurn | undefined;
  push(one: HostTurns): void;
  size(): number;
  /** Those that are behind. */
  readonly behind: readonly HostTurns[];
}

export function createHostQueue(
  hosts: readonly HostTurns[],
  { now, passed }: { readonly now: number; readonly passed: number },
): HostQueue {
  const isWithin = ({ turns }: HostTurns, ms: number): boolean => (turns.oldest() ?? now) >= now - ms;
  const heldUntil = (one: HostTurns): number =>
    Math.max(passed, oldestOf(one)) >= now - recentMs ? Number.POSITIVE_INFINITY : passed;
  const isFree = (one: HostTurns): boolean => oldestOf(one) <= heldUntil(one);
  const recent = hosts.filter((one) => isFree(one) && isWithin(one, recentMs));
  const behind = hosts.filter((one) => !isWithin(one, recentMs));
  const backlog = behind.filter(isFree);
  const older = backlog.filter((one) => !isWithin(one, dayMs));
  // Where all are of today nobody's backlog is in the way.
  const ofToday = older.length === 0 ? [] : backlog.filter((one) => isWithin(one, dayMs));
  const heap = createHeap<HostTurns>((a, b) => oldestOf(a) < oldestOf(b));
  for (const one of older.length === 0 ? backlog : older) heap.push(one);
  return {
    next: () => {
      const live = recent.shift();
      if (live !== undefined) return { ...live, until: heldUntil(live), isShort: false };
      const today = ofToday.shift();
      if (today !== undefined) return { ...today, until: heldUntil(today), isShort: true };
      const one = heap.pop();
      if (one === undefined) return undefined;
      const other = heap.first();
      const until = other === undefined ? Number.POSITIVE_INFINITY : oldestOf(other) + stepMs;
      return { ...one, until: Math.min(until, heldUntil(one)), isShort: false };
    },
    push: (one) => {
      if (isFree(one)) heap.push(one);
    },
    size: () => recent.length + ofToday.length + heap.size(),
    behind,
  };
}

const recentMs = 10 * 60_000;
const dayMs = 86_400_000;
/** Hosts that are side by side take turns by so much at least, lest each turn is one slice. */
const stepMs = 60_000;

/** What has no stamp comes first. */
function oldestOf({ turns }: HostTurns): number {
  return turns.oldest() ?? Number.NEGATIVE_INFINITY;
}
