import type { ShippedSlice, SourceFile } from "../../collectors/contract/index.ts";
import type { Observation } from "../contract/index.ts";
import { createContexts, noWay, observe } from "../observations/index.ts";
import type { ClockWay, Contexts, Surroundings } from "../observations/index.ts";
import type { Found, Rejected } from "../records/index.ts";
import { decidedThrough, openCursor, readOn, restoreCursor, saveCursor } from "./file-cursor.ts";
import type { FileCursor, SavedCursor } from "./file-cursor.ts";
import { noteNewest } from "./newest-time.ts";
import type { NewestTime } from "./newest-time.ts";
import { createWholeFiles } from "./whole-files.ts";
import type { WholeFiles, WholePiece } from "./whole-files.ts";

/** What a slice gave that was not seen before. */
export interface Taken {
  readonly file: SourceFile;
  readonly host: string;
  readonly observations: readonly Observation[];
  readonly rejected: readonly Rejected[];
  readonly records: number;
  /** Each `#Fields` under which it has rows. */
  readonly headers: readonly (readonly string[])[];
  readonly newest: Readonly<NewestTime>;
  /** That were decided: what is held back of a record counts with the rest of it, because after a crash it comes again. */
  readonly bytes: number;
  readonly gapBytes: number;
  readonly duplicateBytes: number;
}

export interface IntakeOptions extends Surroundings {
  /** Files whose position is remembered; those that were quiet longest are forgotten first, and counted. */
  readonly filesMax: number;
  /** Status files that are remembered as read. */
  readonly statusFilesMax: number;
}

/**
 * Slices in, observations out: each byte of a file has its effect once, whatever is shipped again.
 *
 * On crash: the cursors are part of the checkpoint, so what was not committed is shipped and read again. On replay: dropped and counted. On overload: of more than
 * `filesMax` files the position of the one that was quiet longest is forgotten; should it be shipped again, its records count twice, which `forgotten` makes visible. Status
 * files have a limit of their own (`WholeFiles`).
 */
export interface Intake {
  take(shipped: ShippedSlice): Taken;
  /** Of all files but the status files that were read to their end. */
  save(): readonly SavedFile[];
  /** What has changed of those since the last call. */
  saveWhole(): ReturnType<WholeFiles["save"]>;
  /** Names of all pieces of those that count: what else is found of an earlier state does not. */
  wholeNames(): readonly string[];
  /** Where a collector goes on with a file; null: it was never seen. */
  resumeAt(fileId: string): { readonly offset: number; readonly context: string } | null;
  /** Null: it was never seen, or is forgotten. */
  fileOf(fileId: string): SourceFile | null;
  readonly forgotten: () => number;
}

/** What must be known to go on with a file after a restart. */
export interface SavedFile extends SavedCursor {
  /** Of its clock, through all records that were decided. */
  readonly way: ClockWay;
}

export interface SavedIntake {
  readonly cursors: readonly SavedFile[];
  readonly whole: ReadonlyMap<string, WholePiece>;
}

export function createIntake(options: IntakeOptions, saved: Partial<SavedIntake> = {}): Intake {
  const whole = createWholeFiles(options.statusFilesMax, saved.whole);
  const state: State = { options, open: new Map(), whole, forgotten: 0 };
  for (const { way, ...cursor } of saved.cursors ?? [])
    state.open.set(cursor.file.id, openFile(restoreCursor(cursor), options, way));
  return {
    take: (shipped) => take(state, shipped),
    save: () =>
      [...state.open.values()].map(({ cursor, contexts }) => ({
        ...saveCursor(cursor),
        way: contexts.way(),
      })),
    saveWhole: () => whole.save(),
    wholeNames: () => whole.names(),
    resumeAt: (fileId) => {
      const known = state.open.get(fileId);
      if (known !== undefined) return saveCursor(known.cursor);
      const through = whole.through(fileId);
      return through === null ? null : { offset: through, context: "" };
    },
    fileOf: (fileId) => state.open.get(fileId)?.cursor.file ?? whole.fileOf(fileId),
    forgotten: () => state.forgotten,
  };
}

interface State {
  readonly options: IntakeOptions;
  /** In order of their last slice. */
  readonly open: Map<string, OpenFile>;
  readonly whole: WholeFiles;
  forgotten: number;
}

interface OpenFile {
  readonly cursor: FileCursor;
  readonly contexts: Contexts;
}

function openFile(cursor: FileCursor, options: IntakeOptions, way: ClockWay = noWay): OpenFile {
  return { cursor, contexts: createContexts(cursor.file, options, way) };
}

function take(state: State, shipped: ShippedSlice): Taken {
  const { file } = shipped.slice;
  const open = touch(state, file);
  const { cursor } = open;
  const before = { ...cursor, offset: decidedThrough(cursor) };
  const found: Found = { records: [], rejected: [], regions: [] };
  readOn(cursor, shipped, found);
  const observations: Observation[] = [];
  const headers = new Set<readonly string[]>();
  const newest: NewestTime = { at: null, trust: null };
  open.contexts.ahead(found.records, shipped.readAt);
  for (const record of found.records) {
    const context = open.contexts.of(record);
    observe(record, context, observations);
    noteNewest(newest, record, context);
    if (record.format === "iis-w3c" || record.format === "httperr") headers.add(record.columns);
  }
  settle(state, cursor, shipped);
  const gapBytes = cursor.gapBytes - before.gapBytes;
  return {
    file,
    host: state.options.hostOf(file, ""),
    observations,
    rejected: found.rejected,
    records: found.records.length,
    headers: [...headers],
    newest,
    bytes: decidedThrough(cursor) - before.offset - gapBytes,
    gapBytes,
    duplicateBytes: cursor.duplicateBytes - before.duplicateBytes,
  };
}

function touch(state: State, file: SourceFile): OpenFile {
  const known = state.open.get(file.id);
  const open = known ?? openFile(cursorOf(state, file), state.options);
  if (known !== undefined) state.open.delete(file.id);
  state.open.set(file.id, open);
  const [oldest] = state.open.keys();
  if (oldest !== undefined && state.open.size > state.options.filesMax) {
    state.open.delete(oldest);
    state.forgotten += 1;
  }
  return open;
}

function cursorOf({ whole }: State, file: SourceFile): FileCursor {
  const through = whole.through(file.id);
  if (through === null) return openCursor(file);
  return { ...openCursor(file), seenThrough: through };
}

/** A status file that is read to its end needs no cursor. */
function settle(state: State, cursor: FileCursor, { slice }: ShippedSlice): void {
  const { open, whole } = state;
  const { file, reader, seenThrough } = cursor;
  const known = whole.through(file.id);
  const isWhole = file.format === "status-file" && reader === null && (slice.end || known !== null);
  if (!isWhole) return;
  open.delete(file.id);
  if (known !== seenThrough) state.forgotten += whole.add(file, seenThrough);
}
