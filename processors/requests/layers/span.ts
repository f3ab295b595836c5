/**
 * A stretch of known length whose end is known only within bounds. A row of an access log is one: its end lies somewhere in its second. What is
 * logged to the millisecond is one with equal bounds.
 */
export interface Span {
  /** Bounds of the end, ms UTC. */
  endFrom: number;
  endTo: number;
  readonly lengthMs: number;
  /** The length is not known: `lengthMs` stands for the least it can be inside of another span, or the most around one. */
  readonly open?: true;
}

export function spanOf(from: number, to: number): Span {
  return { endFrom: to, endTo: to, lengthMs: to - from };
}
