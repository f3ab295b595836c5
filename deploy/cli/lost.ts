import type { RejectReason } from "../../processors/contract/index.ts";

/** Reasons for which a log may be missing as a whole. What is no log, or a copy of one, is missed by nobody. */
export type Loss = Extract<RejectReason, `archive.${string}` | "file.unreadable">;

export function isLost(reason: RejectReason): reason is Loss {
  return reason === "file.unreadable" || reason.startsWith("archive.");
}

/** The logs and archives of which so much could not be read that nobody may say all is well. */
export interface Losses {
  readonly addRejected: (reason: RejectReason, path: string) => void;
  readonly addSource: (source: SourceRead) => void;
  readonly count: () => number;
}

export interface SourceRead {
  readonly file: { readonly path: string };
  readonly records: number;
  /** Stretches of bytes that could not be used. */
  readonly rejected: number;
}

export function createLosses(): Losses {
  const paths = new Set<string>();
  return {
    addRejected(reason, path) {
      // A chunk holds a hundred events, and what became of their requests may stand in none of the others.
      if (isLost(reason) || reason.startsWith("chunk.")) paths.add(path);
    },
    addSource({ file, records, rejected }) {
      // Single records are lost in many a good log, at its torn end above all.
      if (rejected > records) paths.add(file.path);
    },
    count: () => paths.size,
  };
}
