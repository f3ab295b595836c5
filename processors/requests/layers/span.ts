/**
 * A stretch of known length whose end is known only within bounds. A row of an access log is one: its end lies somewhere in its second. What is
 * logged to the millisecond is one with equal bounds.
 */
export interface Span {
  /** Bounds of the end, ms UTC. */
  endFrom: number;
  endTo: number;
  readonly lengthMs: number;
}

export function spanOf(from: number, to: number): Span {
  return { endFrom: to, endTo: to, lengthMs: to - from };
}

/** How one span can lie inside another: the bounds of what is left behind it, and what is left in all. */
export interface Fit {
  readonly afterFrom: number;
  readonly afterTo: number;
  readonly slackMs: number;
}

/** Null when `inner` cannot lie inside `outer`, even if each end may stick out by `toleranceMs`. */
export function fitOf(inner: Span, outer: Span, toleranceMs: number): Fit | null {
  const slackMs = outer.lengthMs - inner.lengthMs;
  if (slackMs < -2 * toleranceMs) return null;
  const afterFrom = Math.max(outer.endFrom - inner.endTo, -toleranceMs);
  const afterTo = Math.min(outer.endTo - inner.endFrom, slackMs + toleranceMs);
  return afterFrom <= afterTo ? { afterFrom, afterTo, slackMs } : null;
}
