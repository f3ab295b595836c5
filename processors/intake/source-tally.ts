import type { Format, SourceFile } from "../../collectors/contract/index.ts";
import { isDated } from "../records/index.ts";
import type { Found } from "../records/index.ts";
import type { NewestTime } from "./newest-time.ts";

/** What was read of one file: plain values. Times are ms UTC (a local clock as it stands), null when no record carries a date. */
export interface SourceTally {
  readonly file: SourceFile;
  readonly format: Format;
  readonly host: string;
  records: number;
  rejected: number;
  bytes: number;
  first: number | null;
  last: number | null;
  readonly newest: NewestTime;
  /** One of them at least is of a local clock. */
  isLocal: boolean;
  /** Columns of the last `#Fields`; empty for other formats. */
  columns: readonly string[];
  /** Each `#Fields` that differs from those before it, as far as there are a few: a header is written anew whenever the site starts. */
  readonly headers: (readonly string[])[];
}

export function createSourceTally(file: SourceFile, host: string): SourceTally {
  return {
    file,
    format: file.format,
    host,
    records: 0,
    rejected: 0,
    bytes: 0,
    first: null,
    last: null,
    newest: { at: null, trust: null },
    isLocal: false,
    columns: [],
    headers: [],
  };
}

export function countFound(tally: SourceTally, found: Found, bytes: number): void {
  tally.records += found.records.length;
  tally.rejected += found.rejected.length;
  tally.bytes += bytes;
  for (const record of found.records) {
    noteTime(tally, record);
    // A header's rows share its columns.
    const isRow = record.format === "iis-w3c" || record.format === "httperr";
    if (isRow && record.columns !== tally.columns) noteHeader(tally, record.columns);
  }
}

/** What to tell of it to whoever looks for missing columns: at least one. */
export function headersOf({ headers, columns }: SourceTally): readonly (readonly string[])[] {
  return headers.length === 0 ? [columns] : headers;
}

function noteTime(tally: SourceTally, record: Found["records"][number]): void {
  if (!isDated(record)) return;
  tally.isLocal ||= record.clock === "local";
  if (tally.first === null || record.at < tally.first) tally.first = record.at;
  if (tally.last === null || record.at > tally.last) tally.last = record.at;
}

const headersMax = 64;

function noteHeader(tally: SourceTally, columns: readonly string[]): void {
  tally.columns = columns;
  const name = columns.join(" ");
  const isKnown = tally.headers.some((known) => known.join(" ") === name);
  if (tally.headers.length < headersMax && !isKnown) tally.headers.push(columns);
}
