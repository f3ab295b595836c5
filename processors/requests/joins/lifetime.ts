import type { History } from "./history.ts";
import { isDated } from "./undated.ts";

export interface Lifetimes {
  /** How long a history waits, in event time, for what may still join it. */
  readonly lifetimeMs: number;
  /** The same for a request whose end is told: reported to Intune, or refused. */
  readonly reportedMs: number;
}

/** A history without a date is never too old. */
export function isPast(history: History, at: number, limits: Lifetimes): boolean {
  return history.lastAt !== Number.NEGATIVE_INFINITY && at - history.lastAt > lifetimeOf(history, limits);
}

export function lifetimeOf(history: History, limits: Lifetimes): number {
  return isOver(history) ? limits.reportedMs : limits.lifetimeMs;
}

/** Little can follow. A file that says so has no time: without a record that has one, it is not known since when. */
export function isOver(history: History): boolean {
  return history.reported && isDated(history);
}
