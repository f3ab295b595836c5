import type { StoredRequest } from "../../contract/index.ts";
import type { Facet } from "../facet.ts";
import { foldKey } from "../fold.ts";
import { firstRank } from "../rank.ts";
import type { Span } from "../span.ts";
import { inOrder } from "./candidates.ts";
import type { Candidate, Search } from "./candidates.ts";
import { hashWord } from "./commit-words.ts";
import type { FacetBooks } from "./facet-books.ts";
import { behindId, readHead } from "./head.ts";
import type { Ground } from "./own-partition.ts";
import { bytesOf, groupsOf, listOf, numberOf, textOf } from "./reply.ts";

export interface KeySearch {
  /** Whatever the facet. */
  readonly search: Search;
  /** Two keys may have one hash. */
  readonly carries: (request: StoredRequest) => boolean;
}

/** All partitions are asked at once. What is newest is found first, however many carry the identifier. */
export function searchByKey(
  { run, places }: Ground,
  books: FacetBooks,
  { key, partitions }: Asked,
): KeySearch {
  const folded = foldKey(key);
  const successors = new Set<string>();
  const within = async (partition: string, span: Span, limit: number): Promise<Candidate[]> => {
    if (span.lower > span.upper) return [];
    const { after } = span;
    const book = books.known(partition);
    const [ids, found, ...told] = listOf(
      await run("find", places.meta(partition), [
        ...[book.born, book.facets.size, folded, hashWord(folded), limit, span.lower, span.upper],
        ...[after.started < firstRank.started ? 1 : 0, after.started, behindId(after.id)],
      ]),
    );
    for (const id of listOf(ids)) successors.add(textOf(id));
    const facets = books.learn(partition, book, told);
    return groupsOf(found, 3).flatMap((row) => candidateOf(partition, facets, row));
  };
  return {
    search: async (span, limit) => {
      const found = await Promise.all(partitions.map((partition) => within(partition, span, limit)));
      return inOrder(unique(found.flat())).slice(0, limit);
    },
    carries: ({ view, keys }) =>
      successors.has(view.id) ||
      foldKey(view.id) === folded ||
      keys.some(({ value }) => foldKey(value) === folded),
  };
}

function candidateOf(
  partition: string,
  facets: ReadonlyMap<number, Facet>,
  [number, bytes, body]: readonly unknown[],
): Candidate[] {
  const head = readHead(bytesOf(bytes));
  const { rank, grades } = head;
  const facet = facets.get(head.facet);
  const found = body === null ? null : { head, body: bytesOf(body) };
  return facet === undefined ? [] : [{ partition, number: numberOf(number), facet, rank, grades, found }];
}

interface Asked {
  readonly key: string;
  readonly partitions: readonly string[];
}

/** A request may carry an identifier, and be the successor of one with that name. */
function unique(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((one) => [`${one.number} ${one.partition}`, one])).values()];
}
