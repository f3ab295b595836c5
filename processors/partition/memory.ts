import { deserialize } from "node:v8";
import type { Observation, Request } from "../contract/index.ts";
import { createHostBoard } from "../host-board.ts";
import type { BoardState, HostBoard } from "../host-board.ts";
import { createIntake } from "../intake/index.ts";
import type { Intake, IntakeOptions, SavedCursor, WholePiece } from "../intake/index.ts";
import { createJudge } from "../judge.ts";
import type { Judge, Judged, JudgeState } from "../judge.ts";
import { createMetrics } from "../metrics/index.ts";
import type { Metrics, MetricsOptions, SavedPiece } from "../metrics/index.ts";
import { createPreview } from "../preview/index.ts";
import type { Gone, Preview } from "../preview/index.ts";
import type { Pseudonyms } from "../pseudonyms/index.ts";
import { createBook } from "../requests/index.ts";
import type { Book, BookLimits, BookState } from "../requests/index.ts";
import { createWatermarks } from "../watermarks.ts";
import type { WatermarkOptions, Watermarks, WatermarkState } from "../watermarks.ts";
import { openPieces } from "./open-pieces.ts";
import { encodePiece, pieceBody } from "./saved-state.ts";

export interface PartitionOptions extends IntakeOptions, WatermarkOptions {
  readonly limits: BookLimits;
  readonly metrics: MetricsOptions;
  /** What is hidden of users and devices before a request is stored; left out: nothing. */
  readonly pseudonyms?: Pseudonyms;
}

/** What a partition knows. */
export interface Memory {
  readonly intake: Intake;
  readonly watermarks: Watermarks;
  readonly board: HostBoard;
  readonly book: Book;
  readonly judge: Judge;
  readonly metrics: Metrics;
  readonly preview: Preview;
  /** Null: nothing is hidden. */
  readonly pseudonyms: Pseudonyms | null;
  /** Pieces that lie open in the store although they should be sealed: they are kept once more. */
  readonly unsealed: Map<string, Uint8Array>;
  /** A collector has said how far it is. */
  hasReport: boolean;
  /** Hosts that have a backlog, and those that have none; before its first report a host is in neither. */
  readonly behind: Set<string>;
  readonly current: Set<string>;
  /** Old records of those that are not current, which the preview does not get before their host has caught up: no more than the book has in flight. */
  readonly heldBack: Map<string, Set<Observation>>;
  /** Final since the last checkpoint, and what was shown of them. */
  readonly finals: Judged[];
  readonly gone: Gone[];
  /** Came out of the book bound to nothing, and the preview does not know yet. */
  readonly unbound: Observation[];
  /** By the id of a request that is shown: what was bound, and how it was last judged. */
  readonly shown: Map<string, ShownRequest>;
  /** The book was told that all hosts have passed this moment, and each host that one, ms UTC. */
  advancedTo: number;
  readonly advanced: Map<string, number>;
  /** Requests that are shown were last judged when this moment had passed, ms UTC. */
  judgedAt: number;
}

export interface ShownRequest {
  readonly bound: Request;
  readonly judged: Judged;
}

/** One piece: its parts hold the same observations. */
interface Graph {
  readonly cursors: readonly SavedCursor[];
  /** Which pieces there are of status files. A state that was damaged leaves some behind that nobody writes anew. */
  readonly wholeFiles?: readonly string[];
  readonly watermarks: WatermarkState;
  readonly board: BoardState;
  readonly book: BookState;
  readonly judge: JudgeState;
}

const graphName = "pipeline";
const metricsPrefix = "metrics/";
const wholePrefix = "status-files/";

/** Throws `StoreFailed` (`store.sealed`) where what is saved was sealed with another key. */
export function openMemory(options: PartitionOptions, kept: ReadonlyMap<string, Uint8Array>): Memory {
  const { pseudonyms = null } = options;
  const { pieces: saved, unsealed } = openPieces(kept, pseudonyms);
  const graph = graphIn(saved);
  const unbound: Observation[] = [];
  const watermarks = createWatermarks(options, graph?.watermarks);
  const memory: Memory = {
    intake: createIntake(options, { cursors: graph?.cursors ?? [], whole: wholeIn(saved, graph) }),
    watermarks,
    board: createHostBoard(graph?.board),
    book: createBook(options.limits, graph?.book ?? null, (observation) => void unbound.push(observation)),
    judge: createJudge(graph?.judge ?? null),
    metrics: createMetrics(piecesIn<SavedPiece>(saved, metricsPrefix), options.metrics),
    unsealed: new Map([...saved].filter(([name]) => unsealed.has(name))),
    preview: createPreview(),
    pseudonyms,
    hasReport: false,
    behind: new Set(),
    current: new Set(),
    heldBack: new Map(),
    finals: [],
    gone: [],
    unbound,
    shown: new Map(),
    advancedTo: watermarks.passed(),
    advanced: new Map([...watermarks.save().hosts].map(([host, { passedAt }]) => [host, passedAt])),
    judgedAt: Number.NEGATIVE_INFINITY,
  };
  memory.preview.add([...memory.book.inFlight()]);
  return memory;
}

export function saveMemory(memory: Memory): ReadonlyMap<string, Uint8Array | null> {
  const graph: Graph = {
    cursors: memory.intake.save(),
    wholeFiles: memory.intake.wholeNames(),
    watermarks: memory.watermarks.save(),
    board: memory.board.save(),
    book: memory.book.save(),
    judge: memory.judge.save(),
  };
  const pieces = new Map<string, Uint8Array | null>([[graphName, encodePiece(graph)]]);
  for (const [name, piece] of memory.metrics.save()) pieces.set(metricsPrefix + name, encodePiece(piece));
  for (const [name, piece] of memory.intake.saveWhole())
    pieces.set(wholePrefix + name, piece === null ? null : encodePiece(piece));
  for (const [name, piece] of memory.unsealed) if (!pieces.has(name)) pieces.set(name, piece);
  memory.unsealed.clear();
  return pieces;
}

/** Null: nothing is saved. Throws where something is that cannot be read: what follows from it would be counted again. */
function graphIn(saved: ReadonlyMap<string, Uint8Array>): Graph | null {
  const bytes = saved.get(graphName);
  if (bytes === undefined) return null;
  const body = pieceBody(bytes);
  if (body === null) throw new Error("it was kept by another version of this program");
  return deserialize(body);
}

function wholeIn(
  saved: ReadonlyMap<string, Uint8Array>,
  graph: Graph | null,
): ReadonlyMap<string, WholePiece> {
  const names = new Set(graph?.wholeFiles);
  return new Map([...piecesIn<WholePiece>(saved, wholePrefix)].filter(([name]) => names.has(name)));
}

/** By the name behind the prefix. What another version wrote is left out. */
function piecesIn<Piece>(saved: ReadonlyMap<string, Uint8Array>, prefix: string): ReadonlyMap<string, Piece> {
  const pieces = new Map<string, Piece>();
  for (const [name, bytes] of saved) {
    if (!name.startsWith(prefix)) continue;
    const body = pieceBody(bytes);
    if (body !== null) pieces.set(name.slice(prefix.length), deserialize(body));
  }
  return pieces;
}
