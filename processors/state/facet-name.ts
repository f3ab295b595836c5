import { DamagedValue } from "./damaged-value.ts";
import type { Facet } from "./facet.ts";

type Cells = readonly [
  Facet["host"],
  Facet["outcome"],
  Facet["stage"],
  Facet["cause"],
  Facet["platform"],
  boolean,
  Facet["statuses"],
];

/** A facet in one line; equal facets have equal names. */
export function nameOfFacet({ host, outcome, stage, cause, platform, isFinal, statuses }: Facet): string {
  const cells: Cells = [host, outcome, stage, cause, platform, isFinal, statuses];
  return JSON.stringify(cells);
}

export function parseFacet(name: string): Facet {
  try {
    const cells: Cells = JSON.parse(name);
    const [host, outcome, stage, cause, platform, isFinal, statuses] = cells;
    return { host, outcome, stage, cause, platform, isFinal, statuses };
  } catch (error) {
    throw new DamagedValue("a facet is not what was written", { cause: error });
  }
}
