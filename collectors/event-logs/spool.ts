import { appendFile } from "node:fs/promises";
import type { PrintedEvent } from "./events-in.ts";
import { readMark, writeMark } from "./mark-file.ts";
import type { Mark } from "./mark-file.ts";
import { openSpoolFiles } from "./spool-files.ts";
import type { SpoolEnd, SpoolFiles, SpoolPlace } from "./spool-files.ts";

/** The events of one channel as files, which are followed like any other log. */
export interface Spool {
  /** Up to here the channel was looked through; null: nothing of it was seen yet. */
  readonly seen: () => Mark | null;
  /** False: the files hold as much as they may, and the oldest is not kept elsewhere yet. */
  makeRoom(): Promise<boolean>;
  /** Events that were wanted, maybe none, and up to where the channel was looked through for them. */
  append(events: readonly PrintedEvent[], through: Mark): Promise<void>;
  /** The same into the next file: the numbers of the channel have begun anew. */
  beginAnew(events: readonly PrintedEvent[], through: Mark): Promise<void>;
  /** Makes `seen` survive a restart where it is more than the last event in the files. */
  keepSeen(): Promise<void>;
}

/**
 * Where it stands is told by its own last event; the mark beside it only adds what was looked through since and was not wanted, and counts for nothing once another event
 * stands there. A file whose end is torn, as a crash leaves it, is not written to any more: its last event is asked for again. One that holds no whole event is begun anew, lest a
 * full disk leaves a file with each try, and none that says how far it is.
 */
export async function openSpool(place: SpoolPlace): Promise<Spool> {
  const files = await openSpoolFiles(place);
  const end = await files.end();
  const state: State = { files, end, seen: await seenAt(files, end) };
  return {
    seen: () => state.seen,
    makeRoom: async () => {
      const number = await files.turned(state.end.number);
      if (number !== null) state.end = { ...state.end, number };
      return number !== null;
    },
    append: (events, through) => append(state, events, through),
    beginAnew: async (events, through) => {
      const { end } = state;
      // One without a whole event is the next file already.
      const holdsEvents = end.last !== null && end.lastFile === end.number;
      state.end = { ...end, number: end.number + (holdsEvents ? 1 : 0) };
      await append(state, events, through);
    },
    keepSeen: async () => {
      const { seen } = state;
      if (seen === null) return;
      // What it speaks of must be on the disk before it is.
      await files.force(state.end.lastFile);
      await writeMark(files.markPath, { seen, behind: placeOf(state.end) });
    },
  };
}

interface State {
  readonly files: SpoolFiles;
  end: SpoolEnd;
  seen: Mark | null;
}

async function seenAt({ markPath }: SpoolFiles, end: SpoolEnd): Promise<Mark | null> {
  const mark = await readMark(markPath);
  const { file, recordId } = placeOf(end);
  return mark?.behind.file === file && mark.behind.recordId === recordId ? mark.seen : end.last;
}

function placeOf({ last, lastFile }: SpoolEnd): { readonly file: number; readonly recordId: number } {
  return { file: lastFile, recordId: last?.recordId ?? 0 };
}

async function append(state: State, events: readonly PrintedEvent[], through: Mark): Promise<void> {
  const { files, end } = state;
  const last = events.at(-1);
  if (last !== undefined) {
    await appendFile(files.pathOf(end.number), events.map(({ xml }) => `${xml}\n`).join(""), { mode: 0o600 });
    state.end = { number: end.number, last, lastFile: end.number };
  }
  state.seen = through;
}
