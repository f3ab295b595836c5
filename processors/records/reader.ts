import type { SourceFile } from "../../collectors/contract/index.ts";
import type { RejectReason } from "../contract/index.ts";
import type { LogRecord } from "./record.ts";

/** Bytes that are no record and need no attention. */
export interface Region {
  readonly offset: number;
  readonly length: number;
  readonly name:
    | "byte-order-mark"
    | "directive"
    | "blank"
    | "document-frame"
    | "file-header"
    | "chunk-header"
    | "unused";
}

/** Bytes that should have been a record and cannot be used. */
export interface Rejected {
  readonly offset: number;
  readonly length: number;
  readonly reason: RejectReason;
}

/** Where a reader puts what it finds. Together the three cover every byte that was read, without overlap. */
export interface Found {
  readonly records: LogRecord[];
  readonly rejected: Rejected[];
  readonly regions: Region[];
}

/**
 * Turns the bytes of one file into records. Any cut of the bytes gives the same result.
 *
 * A reader holds at most one unfinished record, bounded by `recordBytesMax`; beyond that the record is rejected as
 * `record.too-long` and its bytes are skipped to the next border without being kept.
 */
export interface Reader {
  /** Takes the next bytes of the file. They may be overwritten by the caller afterwards: nothing found refers to them. */
  read(bytes: Uint8Array, found: Found): void;
  /** The file is complete: what is held back becomes a record, or is rejected as `record.torn`. */
  end(found: Found): void;
  /** What a reader that starts at `position()` must know, such as the active `#Fields`; `""` when nothing. */
  context(): string;
  /**
   * Position in the file of the first byte that is not decided yet: where what is held back begins, be it an unfinished record, a run of NULs or a record that is
   * skipped. A reader that starts there, with this context, and is given the bytes from there on finds the rest of what this one would have found.
   */
  position(): number;
}

/** Where a reader starts. `offset` and `context` are 0 and `""` at the start of a file. */
export interface ReaderStart {
  readonly file: SourceFile;
  readonly offset: number;
  readonly context: string;
}

export const recordBytesMax: number = 1 << 20;
