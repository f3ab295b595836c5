import type { SourceFile } from "../../collectors/contract/index.ts";

/** What must be known about a file to read its records, beyond the records themselves. */
export interface ObserveContext {
  readonly file: SourceFile;
  /** The effective host, lower case; decided once per file (see `hostOf`). */
  readonly host: string;
  /**
   * The zone of records whose clock is `local`: UTC = written time + `offsetMs`. The sign is that of the Windows bias, so
   * a host in New York in summer has +4 h and one in Berlin in winter −1 h. Null: unknown, the time is taken as if it were UTC.
   */
  readonly zone: Zone | null;
}

export interface Zone {
  readonly offsetMs: number;
  readonly trust: "zone-given" | "zone-inferred" | "zone-doubtful";
  /** The clock is put back, and what it says comes twice: `offsetMs` is that of the first time, this of the second. Left out: it comes once. */
  readonly laterMs?: number;
}
