import type { Encoding, Format } from "./formats.ts";

/** The file that a slice is cut from, as far as a reader needs to know it. */
export interface SourceFile {
  /** Opaque, unique among all files of a run; survives a rename. */
  readonly id: string;
  /** Lower-case host name, the collector's own or the bundle's folder; `""` when nothing tells. */
  readonly host: string;
  /** A configuration says whose log it is: that name stands, whatever its records call their computer. Left out: what they say counts. */
  readonly isHostGiven?: true;
  /** As shown to people: relative to the argument that led to it, `/` between its parts. */
  readonly path: string;
  readonly format: Format;
  readonly encoding: Encoding;
  /** Last change of the file, ms since the epoch (UTC), when the file system or archive tells it. */
  readonly modifiedAt: number | null;
}

/** Consecutive bytes of one file. Slices of a file are contiguous and in order; their cuts may fall anywhere. */
export interface Slice {
  readonly file: SourceFile;
  /** Position of the first byte in the original file. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /**
   * True on the last slice of a file that will not grow: what is held back is then sealed. A collector can be wrong about a file that was idle for long: if it grows
   * after all, it goes on at its position under the same id.
   */
  readonly end: boolean;
}
