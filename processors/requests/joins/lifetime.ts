import type { History } from "./history.ts";
import { isDated } from "./told.ts";

export interface Lifetimes {
  /** How long a history waits, in event time, for what may still join it. */
  readonly lifetimeMs: number;
  /** The same for a request whose end is told: reported to Intune, or refused. */
  readonly reportedMs: number;
}

/** What a CA holds for approval waits until somebody is back at work, also after a long weekend: for the CA's word, and for nothing else. They are few: `heldMax` of the ledger. */
const pendingMs = 4 * 24 * 60 * 60_000;

/** When something came, and by which of the history's names. */
export interface Coming {
  readonly at: number;
  readonly name: string;
}

/**
 * A history without a date is never too old. One that the CA holds is found by the CA's number for four days; by all else as long as any other: who tries again every day with the same key would
 * otherwise never come to an end.
 */
export function isPast(history: History, { at, name }: Coming, limits: Lifetimes): boolean {
  if (history.lastAt === Number.NEGATIVE_INFINITY) return false;
  const isOtherName = isHeld(history) && !name.startsWith("caRequestId ");
  const lifetimeMs = isOtherName ? limits.lifetimeMs : lifetimeOf(history, limits);
  return at - history.lastAt > lifetimeMs;
}

export function lifetimeOf(history: History, limits: Lifetimes): number {
  if (isOver(history)) return limits.reportedMs;
  return isHeld(history) ? Math.max(pendingMs, limits.lifetimeMs) : limits.lifetimeMs;
}

/** Little can follow. A file that says so has no time: without a record that has one, it is not known since when. */
export function isOver(history: History): boolean {
  return history.reported && isDated(history);
}

/** The CA's last word is that it waits for approval. */
export function isHeld({ heldAt, decidedAt }: History): boolean {
  return heldAt > decidedAt;
}
