import { parseFacet } from "../facet-name.ts";
import type { Facet } from "../facet.ts";
import type { Ground } from "./own-partition.ts";
import { listOf, textOf } from "./reply.ts";

/** The facets of each partition by number. They are only ever added to, until all of a partition is lost. */
export interface FacetBooks {
  of(partition: string): Promise<ReadonlyMap<number, Facet>>;
  /** What is known, for a script that tells of the rest by the way. */
  known(partition: string): FacetBook;
  /** `reply`: when the partition was born, and names of facets, as new-facets.lua gives them for what was known. */
  learn(partition: string, known: FacetBook, reply: readonly unknown[]): ReadonlyMap<number, Facet>;
}

export interface FacetBook {
  readonly born: string;
  readonly facets: ReadonlyMap<number, Facet>;
}

export function createFacetBooks({ run, places }: Ground): FacetBooks {
  const books = new Map<string, FacetBook>();
  const known: FacetBooks["known"] = (partition) => books.get(partition) ?? { born: "", facets: new Map() };
  const learn: FacetBooks["learn"] = (partition, book, reply) => {
    const [born, names] = [textOf(reply[0]), listOf(reply[1]).map(textOf)];
    if (born === book.born && names.length === 0) return book.facets;
    const facets = new Map(born === book.born ? book.facets : []);
    for (const name of names) facets.set(facets.size + 1, parseFacet(name));
    books.set(partition, { born, facets });
    return facets;
  };
  return {
    known,
    learn,
    of: async (partition) => {
      const book = known(partition);
      const words = [book.born, book.facets.size];
      return learn(partition, book, listOf(await run("facets", places.meta(partition), words)));
    },
  };
}
