import type { Observation } from "../contract/index.ts";

/** What one host logged between two moments of rest: it is decided together, and anew whenever something comes in. */
export interface Piece {
  /** Time of its first and last record, ms UTC. */
  from: number;
  to: number;
  readonly observations: Set<Observation>;
  isDirty: boolean;
}

/** Where a piece ends: at a rest, or because it is long enough to cost. Only what is shown while it is provisional depends on it. */
export interface PieceLimits {
  readonly restMs: number;
  readonly spanMs: number;
  readonly observationsMax: number;
  /** Of a piece that ends without a rest, what the next one begins with: its last moments, as far as they are not too much. */
  readonly tailMs: number;
  readonly tailMax: number;
}

/** The pieces of one host, in the order in which they began to be written. */
export type Pieces = Piece[];

export function createPiece(at: number): Piece {
  return { from: at, to: at, observations: new Set(), isDirty: false };
}

/** The newest piece that a record of this moment touches; null: it stands alone. */
export function pieceNear(pieces: Pieces, at: number, restMs: number): Piece | null {
  return pieces.findLast(({ from, to }) => at >= from - restMs && at <= to + restMs) ?? null;
}

/** A record at this moment would make the piece too long: the next one should begin. */
export function isFull({ from, to, observations }: Piece, at: number, limits: PieceLimits): boolean {
  return at > to && (at - from > limits.spanMs || observations.size >= limits.observationsMax);
}

/** The last records of a piece before `at`. */
export function tailOf({ observations }: Piece, at: number, limits: PieceLimits): readonly Observation[] {
  const last = [...observations].filter((one) => one.at !== null && one.at >= at - limits.tailMs);
  return last.slice(-limits.tailMax);
}

export function putInto(piece: Piece, observation: Observation): void {
  piece.observations.add(observation);
  piece.isDirty = true;
  const { at } = observation;
  if (at === null) return;
  piece.from = Math.min(piece.from, at);
  piece.to = Math.max(piece.to, at);
}
