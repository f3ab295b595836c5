import type { TruthRecord } from "../index.ts";
import type { AnalyzedBundle, AnalyzedRecord } from "./result.ts";
import type { TruthIndex } from "./truth-index.ts";

/** A request of the analysis, and the true one that it stands for. */
export interface Mapped {
  readonly id: string;
  /** The true request that most of its key and exact records belong to (of all, when it has none of these). */
  readonly truth: string | null;
  readonly records: readonly (AnalyzedRecord & { readonly record: TruthRecord })[];
  /** Positions that are no record. */
  readonly beside: number;
}

/** Records that speak of a whole batch of requests: to bind them to one of these is neither right nor wrong. */
const batchRoles: ReadonlySet<string> = new Set(["upload-batch"]);

export function mapRequests(analysis: AnalyzedBundle, index: TruthIndex): readonly Mapped[] {
  return analysis.requests.map(({ id, evidence }) => {
    const found = evidence.map((bound) => ({ ...bound, record: index.at(bound.path, bound.offset) }));
    const records = found.flatMap(({ record, ...bound }) =>
      record === null || batchRoles.has(record.role) ? [] : [{ ...bound, record }],
    );
    const certain = records.filter(({ grade }) => grade !== "probable");
    const truth = mostFrequent((certain.length > 0 ? certain : records).map(({ record }) => record.request));
    return { id, truth, records, beside: found.filter(({ record }) => record === null).length };
  });
}

function mostFrequent(requests: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  let best: string | null = null;
  for (const request of requests) {
    if (request === null) continue;
    const count = (counts.get(request) ?? 0) + 1;
    counts.set(request, count);
    if (best === null || count > (counts.get(best) ?? 0)) best = request;
  }
  return best;
}
