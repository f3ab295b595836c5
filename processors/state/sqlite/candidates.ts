import type { RequestFilter } from "../../contract/index.ts";
import { facetMatches } from "../facet.ts";
import { compareRanks, firstRank, noStart } from "../rank.ts";
import type { Rank } from "../rank.ts";
import { spanOf } from "../span.ts";
import type { Span } from "../span.ts";
import type { OpenFile } from "./open-file.ts";
import { integerOf, textOf } from "./row.ts";
import type { Row } from "./row.ts";
import { statement } from "./statement.ts";

/** A request that may be in a list, and where it stands there. */
export interface Candidate {
  readonly seq: number;
  readonly facet: number;
  readonly rank: Rank;
}

/** Of a query with these columns and these parameters, in this order. */
export const candidateColumns = "seq, id, started, facet";
export const inSpan = "started BETWEEN ? AND ? AND (started < ? OR id > ?)";
export function spanValues({ after, lower, upper }: Span): [number, number, number, string] {
  return [lower, upper, after.started, after.id];
}

export function candidateOf(row: Row): Candidate {
  return {
    seq: integerOf(row, "seq"),
    facet: integerOf(row, "facet"),
    rank: { started: integerOf(row, "started"), id: textOf(row, "id") },
  };
}

/** The first few of a list that is not filtered by a key. */
export function candidates({ reader, facets }: OpenFile, filter: RequestFilter, limit: number) {
  const every = [...facets.entries()];
  const wanted = every.filter(([, facet]) => facetMatches(facet, filter)).map(([number]) => number);
  const byStart = statement(
    reader,
    `SELECT ${candidateColumns} FROM requests WHERE ${inSpan} ORDER BY started DESC, id LIMIT ?`,
  );
  const byFacet = statement(
    reader,
    `SELECT ${candidateColumns} FROM requests WHERE facet = ? AND ${inSpan} ORDER BY started DESC, id LIMIT ?`,
  );
  return (span: Span): Candidate[] => {
    if (wanted.length === every.length) return byStart.all(...spanValues(span), limit).map(candidateOf);
    const top = createTop(limit);
    for (const facet of wanted) {
      const rest = { ...span, lower: Math.max(span.lower, top.lowest()) };
      top.add(byFacet.all(facet, ...spanValues(rest), limit).map(candidateOf));
    }
    return top.all();
  };
}

/** The last of a list that has a start. */
export function lastCandidate({ reader, facets }: OpenFile, filter: RequestFilter): Candidate | null {
  const { lower, upper } = spanOf(filter, firstRank);
  const last = statement(
    reader,
    `SELECT ${candidateColumns} FROM requests WHERE facet = ? AND started BETWEEN ? AND ? ORDER BY started, id DESC LIMIT 1`,
  );
  let found: Candidate | null = null;
  for (const [facet, words] of facets.entries()) {
    if (!facetMatches(words, filter)) continue;
    const row = last.get(facet, Math.max(lower, noStart + 1), upper);
    const candidate = row === undefined ? null : candidateOf(row);
    if (candidate !== null && (found === null || compareRanks(found.rank, candidate.rank) < 0))
      found = candidate;
  }
  return found;
}

/** The first few of several lists that are in order. */
export interface Top {
  add(candidates: readonly Candidate[]): void;
  /** What starts before this is not among the first any more. */
  lowest(): number;
  all(): Candidate[];
}

export function createTop(limit: number): Top {
  let kept: Candidate[] = [];
  return {
    add: (more) => {
      if (more.length === 0) return;
      kept = [...kept, ...more].sort((a, b) => compareRanks(a.rank, b.rank)).slice(0, limit);
    },
    lowest: () => (kept.length < limit ? noStart : (kept.at(-1)?.rank.started ?? noStart)),
    all: () => kept,
  };
}
