import type { Format, SourceFile } from "../collectors/contract/index.ts";
import type { Found } from "./records/index.ts";

/** What was read of one file. Times are ms UTC (a local clock as it stands), null when no record carries a date. */
export interface SourceTally {
  readonly file: SourceFile;
  readonly format: Format;
  readonly host: string;
  records: number;
  rejected: number;
  bytes: number;
  first: number | null;
  last: number | null;
  /** Columns of the last `#Fields`; empty for other formats. */
  columns: readonly string[];
  take(found: Found, bytes: number): void;
}

export function createSourceTally(file: SourceFile, host: string): SourceTally {
  const tally: SourceTally = {
    file,
    format: file.format,
    host,
    records: 0,
    rejected: 0,
    bytes: 0,
    first: null,
    last: null,
    columns: [],
    take: (found, bytes) => {
      tally.records += found.records.length;
      tally.rejected += found.rejected.length;
      tally.bytes += bytes;
      for (const record of found.records) {
        if (record.at === null || record.clock === "time-of-day") continue;
        if (tally.first === null || record.at < tally.first) tally.first = record.at;
        if (tally.last === null || record.at > tally.last) tally.last = record.at;
      }
      const last = found.records.at(-1);
      if (last !== undefined && "columns" in last) tally.columns = last.columns;
    },
  };
  return tally;
}
