import type { Observation, Request } from "../contract/index.ts";
import { createNameIndex } from "./name-index.ts";
import type { NameIndex } from "./name-index.ts";
import { createPiece, isFull, pieceNear, putInto, tailOf } from "./piece.ts";
import type { Piece, PieceLimits, Pieces } from "./piece.ts";
import { createShown, hide } from "./shown.ts";
import type { Gone, Shown } from "./shown.ts";

export interface PreviewLimits {
  readonly server: PieceLimits;
  /** A device logs little, and rests within a request. */
  readonly device: PieceLimits;
  /** Of all stretches together. */
  readonly observationsMax: number;
  /** Observations that one refresh decides, but for a single longer stretch. */
  readonly decidedMax: number;
  /** Observations of other stretches that one is decided with. */
  readonly linkedMax: number;
  /** More calls of a stretch that nothing followed are not shown as requests. */
  readonly loneCallsMax: number;
}

const minute = 60_000;

export const previewLimits: PreviewLimits = {
  server: { restMs: 10_000, spanMs: minute, observationsMax: 8_000, tailMs: 10_000, tailMax: 4_000 },
  device: {
    restMs: 15 * minute,
    spanMs: 120 * minute,
    observationsMax: 4_000,
    tailMs: 15 * minute,
    tailMax: 2_000,
  },
  observationsMax: 200_000,
  decidedMax: 6_000,
  linkedMax: 4_000,
  loneCallsMax: 10,
};

/** The records of a preview, each in its piece, and the requests that they are shown in. */
export interface PreviewState {
  readonly limits: PreviewLimits;
  readonly hosts: Map<string, Pieces>;
  readonly pieceOf: Map<Observation, Piece>;
  /** Records without a usable time: they wait for a record that shares their name. */
  readonly timeless: Set<Observation>;
  readonly names: NameIndex;
  readonly shown: Shown;
  dropped: number;
}

export function createPreviewState(limits: PreviewLimits): PreviewState {
  return {
    limits,
    hosts: new Map(),
    pieceOf: new Map(),
    timeless: new Set(),
    names: createNameIndex(),
    shown: createShown(),
    dropped: 0,
  };
}

export function addRecord(state: PreviewState, observation: Observation): void {
  const { at, kind } = observation;
  state.names.add(observation);
  if (at !== null && kind !== "report.status-file") {
    putAt(state, observation, pieceAt(state, observation, at));
    return;
  }
  state.timeless.add(observation);
  for (const other of state.names.sharing(observation)) markDirty(state, other);
}

function markDirty(state: PreviewState, observation: Observation): void {
  const piece = state.pieceOf.get(observation);
  if (piece !== undefined) piece.isDirty = true;
}

function putAt(state: PreviewState, observation: Observation, piece: Piece): void {
  state.pieceOf.get(observation)?.observations.delete(observation);
  state.pieceOf.set(observation, piece);
  putInto(piece, observation);
}

function pieceAt(state: PreviewState, { host, writer }: Observation, at: number): Piece {
  const limits = writer.endsWith("-device") ? state.limits.device : state.limits.server;
  const pieces = piecesOf(state, host);
  const near = pieceNear(pieces, at, limits.restMs);
  if (near !== null && !isFull(near, at, limits)) return near;
  const piece = createPiece(at);
  pieces.push(piece);
  // A piece that ends without a rest: what is under way goes on in the next one.
  if (near !== null) for (const one of tailOf(near, at, limits)) putAt(state, one, piece);
  return piece;
}

function piecesOf({ hosts }: PreviewState, host: string): Pieces {
  const known = hosts.get(host);
  if (known !== undefined) return known;
  const made: Pieces = [];
  hosts.set(host, made);
  return made;
}

/** Returns the request that was shown with it; what else that had is decided anew. */
export function removeRecord(state: PreviewState, observation: Observation): Request | null {
  const request = state.shown.ofRecord.get(observation) ?? null;
  if (request !== null) {
    hide(state.shown, request);
    for (const one of request.evidence) markDirty(state, one.observation);
  }
  state.pieceOf.get(observation)?.observations.delete(observation);
  state.pieceOf.delete(observation);
  state.timeless.delete(observation);
  state.names.delete(observation);
  return request;
}

export function dropEmpty({ hosts }: PreviewState): void {
  for (const pieces of hosts.values()) dropEmptyOf(pieces);
}

function dropEmptyOf(pieces: Pieces): void {
  for (let index = pieces.length - 1; index >= 0; index -= 1)
    if (pieces[index]?.observations.size === 0) pieces.splice(index, 1);
}

export function* dropOldest(state: PreviewState): Generator<Gone> {
  while (state.pieceOf.size > state.limits.observationsMax) {
    const oldest = oldestPiece(state);
    if (oldest === null) return;
    state.dropped += 1;
    for (const observation of oldest.observations) {
      const hidden = removeRecord(state, observation);
      if (hidden !== null) yield { id: hidden.id, successor: null };
    }
    dropEmpty(state);
  }
}

function oldestPiece({ hosts }: PreviewState): Piece | null {
  let oldest: Piece | null = null;
  for (const pieces of hosts.values())
    for (const piece of pieces) if (oldest === null || piece.to < oldest.to) oldest = piece;
  return oldest;
}
