import { failingOnce } from "../../../processors/contract/index.ts";
import type { Grade, Outcome, Request, StageStatus, Summary } from "../../../processors/contract/index.ts";

/** The part of a request that is counted. */
export interface Counted extends Pick<Request, "host" | "outcome"> {
  readonly stages: readonly { readonly stage: number; readonly status: StageStatus }[];
  readonly evidence: readonly { readonly grade: Grade }[];
}

/** What the requests of an analysis add up to, one after the other. */
export interface SummaryTally {
  add(request: Counted, cause: string | null): void;
  readonly summary: () => Summary;
}

export function createSummaryTally(): SummaryTally {
  let requests = 0;
  const outcomes: Record<Outcome, number> = { succeeded: 0, failed: 0, open: 0, unknown: 0 };
  const grades: Record<Grade, number> = { key: 0, exact: 0, probable: 0 };
  const stages = Array.from({ length: 6 }, noStatus);
  const causes = new Map<string, { readonly cause: string; readonly host: string; requests: number }>();
  return {
    add: (request, cause) => {
      requests += 1;
      outcomes[request.outcome] += 1;
      for (const { grade } of request.evidence) grades[grade] += 1;
      const statuses = failingOnce(request.stages.map(({ status }) => status));
      for (const [index, status] of statuses.entries()) {
        const counts = stages[index];
        if (counts !== undefined) counts[status] += 1;
      }
      if (cause === null) return;
      const name = `${cause}\n${request.host}`;
      const count = causes.get(name) ?? { cause, host: request.host, requests: 0 };
      count.requests += 1;
      causes.set(name, count);
    },
    summary: () => ({
      requests,
      provisional: 0,
      outcomes,
      stages,
      causes: [...causes.values()].toSorted((a, b) => b.requests - a.requests),
      grades,
    }),
  };
}

function noStatus(): Record<StageStatus, number> {
  return { done: 0, failed: 0, pending: 0, implied: 0, unknown: 0 };
}
