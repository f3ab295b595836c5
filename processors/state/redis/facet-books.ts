import { parseFacet } from "../facet-name.ts";
import type { Facet } from "../facet.ts";
import type { Ground } from "./own-partition.ts";
import { listOf, textOf } from "./reply.ts";

/** The facets of each partition by number. They are only ever added to, until all of a partition is lost. */
export interface FacetBooks {
  of(partition: string): Promise<ReadonlyMap<number, Facet>>;
}

export function createFacetBooks({ run, places }: Ground): FacetBooks {
  const books = new Map<string, { readonly born: string; readonly facets: ReadonlyMap<number, Facet> }>();
  return {
    of: async (partition) => {
      const known = books.get(partition) ?? { born: "", facets: new Map() };
      const reply = listOf(await run("facets", places.meta(partition), [known.born, known.facets.size]));
      const [born, names] = [textOf(reply[0]), listOf(reply[1]).map(textOf)];
      if (born === known.born && names.length === 0) return known.facets;
      const facets = new Map(born === known.born ? known.facets : []);
      for (const name of names) facets.set(facets.size + 1, parseFacet(name));
      books.set(partition, { born, facets });
      return facets;
    },
  };
}
