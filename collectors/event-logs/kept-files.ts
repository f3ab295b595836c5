import type { Checkpoint, SavedFile } from "../checkpoint/index.ts";

export interface KeptFiles {
  /** The same checkpoint, listened to. */
  readonly checkpoint: Checkpoint;
  /** How many bytes of a file are kept for good; 0: nobody knows of any. */
  readonly kept: (path: string) => number;
}

export interface KeptFilesOptions {
  readonly checkpoint: Checkpoint;
  /** Called when positions are to be saved; what it returns tells whether all that the bus had taken by then is kept by its reader. Left out: the bus keeps it itself. */
  readonly mark?: () => () => boolean;
  /** Where the reader stands in a file, as in `CollectOptions`: of what is remembered of a file it may have less. */
  readonly resumeAt: ((fileId: string) => { readonly offset: number } | null) | null;
}

/**
 * What of each file will not be asked for again, whatever crashes: its position is saved, and who reads the bus has kept what lies before. Whoever wrote the file may then delete it.
 *
 * Crash: nothing is kept, as far as this knows, until positions are saved again. Overload: two states of all positions at most.
 */
export function keptFiles({ checkpoint, mark, resumeAt }: KeptFilesOptions): KeptFiles {
  let kept: Positions = new Map();
  /** Saved, and not kept by the reader yet: the first of them, and the last. */
  let waiting: Saved[] = [];
  const settle = (): void => {
    while (waiting[0]?.isKept() === true) {
      kept = waiting[0].positions;
      waiting = waiting.slice(1);
    }
  };
  return {
    checkpoint: {
      load: () => checkpoint.load(),
      save: async (files, hosts) => {
        const saved = { positions: new Map(), isKept: mark?.() ?? always };
        await checkpoint.save(noting(files, saved.positions), hosts);
        settle();
        waiting = [...waiting.slice(0, 1), saved];
      },
    },
    kept: (path) => {
      settle();
      const found = kept.get(path);
      if (found === undefined) return 0;
      return resumeAt === null ? found.offset : Math.min(found.offset, resumeAt(found.id)?.offset ?? 0);
    },
  };
}

type Positions = Map<string, { readonly id: string; readonly offset: number }>;

interface Saved {
  readonly positions: Positions;
  readonly isKept: () => boolean;
}

const always = (): boolean => true;

/** Of several files that have had a path, the last one counts only where it is there: what is remembered of the others has another path, or is no file of ours. */
function* noting(files: Iterable<SavedFile>, positions: Positions): Generator<SavedFile> {
  for (const file of files) {
    if (file.format === "event-xml") positions.set(file.path, { id: file.id, offset: file.offset });
    yield file;
  }
}
