import type { Found } from "./reader.ts";

/** Text to be scanned; its first character begins an entry. */
export interface Stretch {
  readonly text: string;
  /** Byte offset of the first character in the file. */
  readonly offset: number;
  /** Bytes per character. */
  readonly unit: 1 | 2;
  /** Characters may be bytes of UTF-8 or ANSI: values must be decoded. False for UTF-16 and where all is ASCII. */
  readonly encoded: boolean;
  /** Nothing follows: the file ends here, or NULs do. What is unfinished becomes a record or is torn. */
  readonly closed: boolean;
  /** A longer entry is rejected as `record.too-long`. */
  readonly bytesMax: number;
}

/**
 * How one text format is cut into entries. One grammar serves one file and may keep what its next entry needs.
 *
 * The result must not depend on where the text was cut. So a grammar emits an entry only when its end is certain from
 * what it sees, changes its own state only with an entry it emits, and gives back everything else.
 */
export interface Grammar {
  /** Emits each entry that is complete; returns the index of the first that is not, the length of the text if closed. */
  scan(stretch: Stretch, found: Found): number;
  /** For an entry that is too long to be kept, given as far as it was seen: how to find its end in what follows. */
  skipper(entry: string): Skipper;
  /** How many characters behind the end of an entry must be seen, at most, before that end is certain. */
  readonly lookahead: number;
  /** Length of the longest mark that a skipper looks for. */
  readonly markMax: number;
  context(): string;
}

/**
 * Index of the end of the entry (the first character that is no longer of it), or -1 when it is not in sight. `text`
 * begins with the last `markMax` characters that were seen before; `closed` as in a stretch.
 */
export type Skipper = (text: string, closed: boolean) => number;
