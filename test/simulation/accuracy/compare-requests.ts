import type { Simulation, SimulatedRequest } from "../index.ts";
import type { AnalyzedBundle } from "./result.ts";

export interface RequestFigures {
  readonly requests: { readonly truth: number; readonly found: number };
  readonly failures: { readonly truth: number; readonly found: number };
  /** Of all true requests that left a record. */
  readonly outcomeShare: number;
  readonly causeShare: number;
  /** `what was → what was said`, with their number, most frequent first. */
  readonly confusions: readonly string[];
}

/** `primary`: true request to the place of its largest piece in the analysis. */
export function compareRequests(
  simulation: Simulation,
  analysis: AnalyzedBundle,
  primary: ReadonlyMap<string, number>,
): RequestFigures {
  const visible = visibleRequests(simulation);
  const verdicts = visible.map((truth) => verdictOn(truth, analysis.requests[primary.get(truth.id) ?? -1]));
  const failed = (request: { readonly outcome: string }): boolean => request.outcome === "failed";
  return {
    requests: { truth: visible.length, found: analysis.requests.length },
    failures: { truth: visible.filter(failed).length, found: analysis.requests.filter(failed).length },
    outcomeShare: verdicts.filter(({ outcomeRight }) => outcomeRight).length / visible.length,
    causeShare: verdicts.filter(({ causeRight }) => causeRight).length / visible.length,
    confusions: confusionsOf(verdicts),
  };
}

function visibleRequests({ truth }: Simulation): readonly SimulatedRequest[] {
  const visible = new Set<string | null>();
  for (const records of truth.records.values()) for (const record of records) visible.add(record.request);
  return truth.requests.filter(({ id }) => visible.has(id));
}

interface Verdict {
  readonly outcomeRight: boolean;
  readonly causeRight: boolean;
  readonly confusion: string;
}

function verdictOn(truth: SimulatedRequest, found: AnalyzedBundle["requests"][number] | undefined): Verdict {
  const outcomeRight = found?.outcome === truth.outcome;
  const causeRight = found !== undefined && (found.cause?.id ?? null) === truth.cause;
  const was = `${truth.course}: ${truth.outcome} ${truth.cause ?? "-"}`;
  const said = found === undefined ? "not found" : `${found.outcome} ${found.cause?.id ?? "-"}`;
  return { outcomeRight, causeRight, confusion: outcomeRight && causeRight ? "" : `${was} → ${said}` };
}

function confusionsOf(verdicts: readonly Verdict[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { confusion } of verdicts)
    if (confusion !== "") counts.set(confusion, (counts.get(confusion) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([confusion, count]) => `${count} × ${confusion}`);
}
