import type { Observation, Request } from "../../processors/contract/index.ts";
import { createBook } from "../../processors/requests/index.ts";
import type { BookLimits, Unbound } from "../../processors/requests/index.ts";

/** What came out of a book. */
export interface Outcome {
  readonly requests: readonly Request[];
  readonly unbound: Unbound;
  readonly evicted: number;
}

/** One thing to do with a book. */
export type Step = { readonly add: readonly Observation[] } | { readonly advance: number };

export function feedBook(steps: Iterable<Step>, limits?: BookLimits): Outcome {
  const book = createBook(limits);
  const requests: Request[] = [];
  for (const step of steps) {
    if ("add" in step) book.add(step.add);
    else requests.push(...book.advance(step.advance));
  }
  requests.push(...book.end());
  return { requests, unbound: book.unbound, evicted: book.evicted() };
}

/** All at once. */
export function requestsOf(observations: readonly Observation[]): readonly Request[] {
  return feedBook([{ add: observations }]).requests;
}

/** One line for each request, everything in it, in the order of their ids: equal lines are equal requests. */
export function linesOf({ requests, unbound, evicted }: Outcome): string[] {
  const lines = requests.map((request) =>
    JSON.stringify({
      ...request,
      keys: sortedEntries(request.keys),
      evidence: request.evidence.map(({ observation, stage, grade, why }) => [
        placeOf(observation),
        stage,
        grade,
        why,
      ]),
      candidates: request.candidates.map(({ observation, why }) => [placeOf(observation), why]),
    }),
  );
  const byKind = sortedEntries(unbound.byKind);
  return [
    ...lines.toSorted(),
    JSON.stringify({ records: unbound.records, ambiguous: unbound.ambiguous, byKind, evicted }),
  ];
}

/** The entries of a map in the order of their keys. */
export function sortedEntries<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Where a record stands: unique among all records. */
export function placeOf({ fileId, offset }: Observation): string {
  return `${fileId}:${offset}`;
}
