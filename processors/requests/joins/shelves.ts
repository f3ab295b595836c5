import type { History } from "./history.ts";
import { isHeld, isOver } from "./lifetime.ts";

/** Where histories wait: each on one of these, in order of their last change. */
export interface Shelves {
  readonly histories: Set<History>;
  /** Those whose end is told: little can follow. */
  readonly reported: Set<History>;
  /** Those that the CA holds for approval: they wait long. */
  readonly held: Set<History>;
  /** Histories whose records carry no usable time: they stay until what their records say of it is long past. */
  readonly timeless: Set<History>;
}

export function shelfOf(shelves: Shelves, history: History): Set<History> {
  if (history.lastAt === Number.NEGATIVE_INFINITY) return shelves.timeless;
  if (isOver(history)) return shelves.reported;
  return isHeld(history) ? shelves.held : shelves.histories;
}

/** False: it has left. */
export function isOnShelf(shelves: Shelves, history: History): boolean {
  return shelfOf(shelves, history).has(history);
}

export function takeOff({ histories, reported, held, timeless }: Shelves, history: History): void {
  for (const shelf of [histories, reported, held, timeless]) shelf.delete(history);
}
