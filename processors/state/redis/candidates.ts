import type { RequestFilter } from "../../contract/index.ts";
import type { Facet, GradeCounts } from "../facet.ts";
import { facetMatches } from "../facet.ts";
import { compareRanks, firstRank, noStart } from "../rank.ts";
import type { Rank } from "../rank.ts";
import { spanOf } from "../span.ts";
import type { Span } from "../span.ts";
import type { FacetBooks } from "./facet-books.ts";
import { behindId, readMember } from "./head.ts";
import type { Ground } from "./own-partition.ts";
import type { Found } from "./read-bodies.ts";
import { bytesOf, groupsOf, numberOf } from "./reply.ts";

/** A request that may be in a list, and where it stands there. */
export interface Candidate {
  readonly partition: string;
  /** Within the partition. */
  readonly number: number;
  readonly facet: Facet;
  readonly rank: Rank;
  readonly grades: GradeCounts;
  /** What was read with it; null: nothing. */
  readonly found: Found | null;
}

/** In order, the first few. */
export type Search = (span: Span, limit: number) => Promise<readonly Candidate[]>;

/** All partitions are asked at once, each for as many: the first of all are among the first of each. */
export function searchByStart(
  store: Ground,
  books: FacetBooks,
  { filter, partitions }: { readonly filter: RequestFilter; readonly partitions: readonly string[] },
): Search {
  const within = async (partition: string, span: Span, limit: number): Promise<Candidate[]> => {
    const facets = await books.of(partition);
    const wanted = wantedOf(facets, filter);
    if (wanted.length === 0 || span.lower > span.upper) return [];
    const goesOn = span.after.started < firstRank.started;
    const reply = await store.run("list", store.places.meta(partition), [
      ...[limit, scoreOf(span.upper), scoreOf(span.lower)],
      ...[goesOn ? 1 : 0, scoreOf(span.after.started), behindId(span.after.id), ...wanted],
    ]);
    return candidatesOf(reply, partition, facets);
  };
  return async (span, limit) => {
    const found = await Promise.all(partitions.map((partition) => within(partition, span, limit)));
    return inOrder(found.flat()).slice(0, limit);
  };
}

/** The last of each partition that has a start, the last of all first. */
export async function lastCandidates(
  store: Ground,
  books: FacetBooks,
  { filter, partitions }: { readonly filter: RequestFilter; readonly partitions: readonly string[] },
): Promise<readonly Candidate[]> {
  const { lower, upper } = spanOf(filter, firstRank);
  const scores = [scoreOf(upper), scoreOf(Math.max(lower, noStart + 1))];
  const found = await Promise.all(
    partitions.map(async (partition) => {
      const facets = await books.of(partition);
      const wanted = wantedOf(facets, filter);
      if (wanted.length === 0 || lower > upper) return [];
      const reply = await store.run("earliest", store.places.meta(partition), [...scores, ...wanted]);
      return candidatesOf(reply, partition, facets);
    }),
  );
  return inOrder(found.flat()).toReversed();
}

function wantedOf(facets: ReadonlyMap<number, Facet>, filter: RequestFilter): readonly number[] {
  return [...facets].filter(([, facet]) => facetMatches(facet, filter)).map(([number]) => number);
}

function candidatesOf(reply: unknown, partition: string, facets: ReadonlyMap<number, Facet>): Candidate[] {
  return groupsOf(reply, 3).flatMap(([number, score, member]) => {
    const facet = facets.get(numberOf(number));
    return facet === undefined
      ? []
      : [{ partition, facet, found: null, ...readMember(bytesOf(member), numberOf(score)) }];
  });
}

export function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.toSorted((a, b) => compareRanks(a.rank, b.rank));
}

/** Lists are kept by minus the start. */
function scoreOf(started: number): number {
  return started === noStart ? -noStart : 0 - started;
}
