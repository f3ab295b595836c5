import type { Truth, TruthRecord } from "../index.ts";

/** Finds the true record at a position. */
export interface TruthIndex {
  /** Null: no record that was written whole is there (a torn end, padding). */
  readonly at: (path: string, offset: number) => TruthRecord | null;
  /** All records that belong to a request. */
  readonly owned: readonly TruthRecord[];
}

/** A record may begin a few bytes beside its text: at a byte order mark, or at the line end before it. */
const slackBytes = 4;

export function createTruthIndex(truth: Truth): TruthIndex {
  const owned: TruthRecord[] = [];
  const byPath = new Map<string, readonly TruthRecord[]>();
  for (const [path, records] of truth.records) {
    byPath.set(
      path,
      records.toSorted((a, b) => a.offset - b.offset),
    );
    for (const record of records) if (record.request !== null) owned.push(record);
  }
  return { owned, at: (path, offset) => find(byPath.get(path) ?? [], offset) };
}

function find(records: readonly TruthRecord[], offset: number): TruthRecord | null {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.offset ?? 0) <= offset + slackBytes) low = middle + 1;
    else high = middle;
  }
  const record = records[low - 1];
  return record !== undefined && offset < record.offset + record.length ? record : null;
}
