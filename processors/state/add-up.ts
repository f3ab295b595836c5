import { failingOnce } from "../contract/index.ts";
import type { Outcome, StageStatus, Summary } from "../contract/index.ts";
import type { Facet, GradeCounts } from "./facet.ts";

/** How many requests of a facet there are, and how their records are bound. */
export interface FacetCount {
  readonly facet: Facet;
  readonly requests: number;
  readonly grades: GradeCounts;
}

/** The sum of counts, each facet as often as it comes. */
export function addUp(counts: Iterable<FacetCount>): Summary {
  const outcomes: Record<Outcome, number> = { succeeded: 0, failed: 0, open: 0, unknown: 0 };
  const stages = Array.from({ length: 6 }, (): Record<StageStatus, number> => ({
    done: 0,
    failed: 0,
    pending: 0,
    implied: 0,
    unknown: 0,
  }));
  const grades = { key: 0, exact: 0, probable: 0 };
  const causes = new Map<string, CauseCount>();
  let [requests, provisional] = [0, 0];
  for (const count of counts) {
    requests += count.requests;
    if (!count.facet.isFinal) provisional += count.requests;
    outcomes[count.facet.outcome] += count.requests;
    for (const [index, status] of failingOnce(count.facet.statuses).entries()) {
      const stage = stages[index];
      if (stage !== undefined) stage[status] += count.requests;
    }
    grades.key += count.grades.key;
    grades.exact += count.grades.exact;
    grades.probable += count.grades.probable;
    addCause(causes, count);
  }
  return { requests, provisional, outcomes, stages, causes: ordered(causes), grades };
}

interface CauseCount {
  readonly cause: string;
  readonly host: string;
  requests: number;
}

function addCause(causes: Map<string, CauseCount>, { facet, requests }: FacetCount): void {
  if (facet.cause === null || requests === 0) return;
  const name = JSON.stringify([facet.cause, facet.host]);
  const known = causes.get(name);
  if (known === undefined) causes.set(name, { cause: facet.cause, host: facet.host, requests });
  else known.requests += requests;
}

function ordered(causes: ReadonlyMap<string, CauseCount>): CauseCount[] {
  return [...causes]
    .toSorted(([nameA, a], [nameB, b]) => b.requests - a.requests || (nameA < nameB ? -1 : 1))
    .map(([, count]) => count);
}
