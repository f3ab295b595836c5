import type { Observation, Request } from "../contract/index.ts";
import { createBusClock } from "./bus-clock.ts";
import type { BusClock } from "./bus-clock.ts";
import { createCollectorRoll } from "./collector-roll.ts";
import type { CollectorRoll, RollState } from "./collector-roll.ts";
import { createHostBoard } from "./host-board.ts";
import type { BoardState, HostBoard } from "./host-board.ts";
import { createIntake } from "../intake/index.ts";
import type { Intake, IntakeOptions, SavedFile, WholePiece } from "../intake/index.ts";
import { createJudge } from "../judge/index.ts";
import type { Judge, Judged, JudgeState } from "../judge/index.ts";
import { createMetrics } from "../metrics/index.ts";
import type { Metrics, MetricsOptions, SavedPiece } from "../metrics/index.ts";
import { createPreview } from "../preview/index.ts";
import type { Gone, Preview } from "../preview/index.ts";
import type { Pseudonyms } from "../pseudonyms/index.ts";
import { createBook } from "../requests/index.ts";
import type { Book, BookLimits, BookState } from "../requests/index.ts";
import { createWatermarks } from "./watermarks.ts";
import type { WatermarkOptions, Watermarks, WatermarkState } from "./watermarks.ts";
import { createHeldBack } from "./held-back.ts";
import type { HeldBack } from "./held-back.ts";
import { openPieces } from "./open-pieces.ts";
import { encodePiece, readPiece } from "./saved-state.ts";

export interface PartitionOptions extends IntakeOptions, WatermarkOptions {
  readonly limits: BookLimits;
  readonly metrics: MetricsOptions;
  /** What is hidden of users and devices before a request is stored; left out: nothing. */
  readonly pseudonyms?: Pseudonyms;
  /** Other partitions have other hosts. */
  readonly isOneOfMany?: boolean;
}

/** What a partition knows. */
export interface Memory {
  readonly intake: Intake;
  readonly watermarks: Watermarks;
  readonly board: HostBoard;
  readonly roll: CollectorRoll;
  readonly busClock: BusClock;
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
  readonly heldBack: HeldBack;
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
  readonly cursors: readonly SavedFile[];
  /** Which pieces there are of status files. A state that was damaged leaves some behind that nobody writes anew. */
  readonly wholeFiles: readonly string[];
  readonly watermarks: WatermarkState;
  readonly board: BoardState;
  readonly roll: RollState;
  readonly book: BookState;
  readonly judge: JudgeState;
}

const graphName = "pipeline";
const metricsPrefix = "metrics/";
const wholePrefix = "status-files/";

/** Throws `StoreFailed` where what is saved was sealed with another key (`store.sealed`) or is of a later version (`store.newer`). */
export function openMemory(options: PartitionOptions, kept: ReadonlyMap<string, Uint8Array>): Memory {
  const { pseudonyms = null } = options;
  const { pieces: saved, unsealed } = openPieces(kept, pseudonyms);
  const graph = graphIn(saved);
  const unbound: Observation[] = [];
  const watermarks = createWatermarks(options, graph?.watermarks);
  const memory: Memory = {
    intake: createIntake(options, intakeIn(saved, graph)),
    watermarks,
    board: createHostBoard(graph?.board),
    roll: createCollectorRoll(graph?.roll),
    busClock: createBusClock(),
    book: createBook(options.limits, graph?.book ?? null, (observation) => void unbound.push(observation)),
    judge: createJudge(graph?.judge ?? null, options.isOneOfMany === true),
    metrics: createMetrics(metricsIn(saved), options.metrics),
    unsealed: new Map([...saved].filter(([name]) => unsealed.has(name))),
    preview: createPreview(),
    pseudonyms,
    hasReport: false,
    behind: new Set(),
    current: new Set(),
    heldBack: createHeldBack(),
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
    roll: memory.roll.save(),
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
  return bytes === undefined ? null : readPiece(graphName, bytes);
}

function intakeIn(
  saved: ReadonlyMap<string, Uint8Array>,
  graph: Graph | null,
): { readonly cursors: readonly SavedFile[]; readonly whole: ReadonlyMap<string, WholePiece> } {
  const whole = new Map<string, WholePiece>();
  for (const name of graph?.wholeFiles ?? []) {
    const bytes = saved.get(wholePrefix + name);
    if (bytes !== undefined) whole.set(name, readPiece(wholePrefix + name, bytes));
  }
  return { cursors: graph?.cursors ?? [], whole };
}

/** By the name behind the prefix. */
function metricsIn(saved: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, SavedPiece> {
  const pieces = new Map<string, SavedPiece>();
  for (const [name, bytes] of saved)
    if (name.startsWith(metricsPrefix)) pieces.set(name.slice(metricsPrefix.length), readPiece(name, bytes));
  return pieces;
}
