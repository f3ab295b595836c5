import type { DatabaseSync } from "node:sqlite";
import type { Facet } from "../facet.ts";
import { nameOfFacet, parseFacet } from "../facet-name.ts";
import { DamagedValue } from "../damaged-value.ts";
import { integerOf, textOf } from "./row.ts";

/** The facets of a file by number. There are few: as many as there are kinds of outcomes, times the hosts. */
export interface FacetBook {
  /** Within a transaction: a facet that is seen first is written. */
  numberOf(facet: Facet): number;
  facet(number: number): Facet;
  entries(): Iterable<readonly [number: number, facet: Facet]>;
  /** A transaction was taken back, and perhaps facets with it. */
  forget(): void;
}

export function createFacetBook(db: DatabaseSync): FacetBook {
  const select = db.prepare("SELECT number, name FROM facets");
  const insert = db.prepare(
    "INSERT INTO facets (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = name RETURNING number",
  );
  const numbers = new Map<string, number>();
  const facets = new Map<number, Facet>();
  const load = (): void => {
    numbers.clear();
    facets.clear();
    for (const row of select.all()) {
      const name = textOf(row, "name");
      numbers.set(name, integerOf(row, "number"));
      facets.set(integerOf(row, "number"), parseFacet(name));
    }
  };
  load();
  return {
    numberOf: (facet) => {
      const name = nameOfFacet(facet);
      const known = numbers.get(name);
      if (known !== undefined) return known;
      const number = integerOf(insert.get(name), "number");
      numbers.set(name, number);
      facets.set(number, facet);
      return number;
    },
    facet: (number) => {
      if (!facets.has(number)) load();
      const facet = facets.get(number);
      if (facet === undefined) throw new DamagedValue(`facet ${number} is not there`);
      return facet;
    },
    entries: () => facets,
    forget: load,
  };
}
