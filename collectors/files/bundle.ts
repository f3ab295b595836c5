import type { SourceFile } from "../contract/index.ts";

/** What the arguments of one run lead to: every file below them is in one of the two lists. */
export interface Bundle {
  /** Sorted by argument, then by path. */
  readonly files: readonly BundleFile[];
  readonly unreadable: readonly Unreadable[];
  /** Arguments that gave no log at all, and why. */
  readonly useless: readonly { readonly path: string; readonly why: "missing" | "empty" | "no-log" }[];
  /** Closes the archives. Readers that are still open end with an error. */
  close(): void;
}

/** A log file on disk or in an archive. */
export interface BundleFile {
  readonly source: SourceFile;
  /** Size when the bundle was opened. Bytes that are appended later are not read. */
  readonly bytes: number;
  /** Opens at a position. Cheap on disk; in an archive all bytes before it are unpacked again. Throws `ReadFailure`. */
  readonly open: (from: number) => Promise<ByteReader>;
}

/** A log file whose beginning was looked at. */
export interface LookedFile extends BundleFile {
  /** CRC-32 of its first `startBytes`: those that differ in it are different files. */
  readonly startChecksum: number;
  /** The same of its first `seedBytes`. */
  readonly seedChecksum: number;
}

export const startBytes = 4096;
/** Of any log that has a record in it the first bytes hold a time: logs that begin differently differ here already. */
export const seedBytes = 256;

export interface ByteReader {
  /** Fills the buffer as far as there are bytes, and says how far; less than its size: the file has ended. Throws `ReadFailure`. */
  read(into: Buffer): Promise<number>;
  close(): void;
}

/** A file that gives no records, with the reason. */
export interface Unreadable {
  readonly path: string;
  readonly bytes: number;
  readonly reason: SkipReason;
  /** In words, from the operating system or about the archive; `""` when the reason says it all. */
  readonly detail: string;
}

/** The words that `RejectReason` has for whole files. */
export type SkipReason =
  | "file.unknown-format"
  | "file.unreadable"
  | "file.duplicate"
  | "archive.encrypted"
  | "archive.damaged"
  | "archive.limit"
  | "archive.unsafe-path";

/** Limits of one run. A limit that is hit is reported as an `Unreadable`, never passed over. */
export interface BundleLimits {
  readonly filesMax: number;
  readonly folderDepthMax: number;
  /** Unpacked bytes of one entry. */
  readonly entryBytesMax: number;
  /** Unpacked bytes of all entries of one archive. */
  readonly archiveBytesMax: number;
  /** Unpacked over packed size of one entry; looked at only above 16 MiB unpacked. Logs pack 10 to 60 to 1, bombs 1000 to 1. */
  readonly ratioMax: number;
  /** An archive inside an archive is held in memory. */
  readonly nestedBytesMax: number;
}

export const bundleLimits: BundleLimits = {
  filesMax: 1_000_000,
  folderDepthMax: 64,
  entryBytesMax: 16 * 2 ** 30,
  archiveBytesMax: 64 * 2 ** 30,
  ratioMax: 400,
  nestedBytesMax: 64 * 2 ** 20,
};
