import type { FacetCount } from "../add-up.ts";
import type { Facet } from "../facet.ts";
import type { Word } from "./link.ts";
import type { Reading } from "./lookup-in-redis.ts";
import { groupsOf, listOf, numberOf, textOf } from "./reply.ts";

/** Requests of a facet that began in an hour. */
export interface HourCount extends FacetCount {
  /** Hours since 1970, UTC; of all requests: NaN. */
  readonly hour: number;
}

const hoursAtOnce = 200;

/** Of a partition, of some hours, the last one excluded; null: of all. */
export async function runningSums(
  reading: Reading,
  partition: string,
  hours: readonly [number, number] | null,
): Promise<HourCount[]> {
  const counts: HourCount[] = [];
  const meta = reading.places.meta(partition);
  for (let first: number | null = hours?.[0] ?? 0; first !== null;) {
    const words: Word[] = hours === null ? [] : [first, hours[1], hoursAtOnce];
    const [next, rows] = listOf(await reading.run("sums", meta, words));
    const facets = await reading.books.of(partition);
    counts.push(...groupsOf(rows, 3).flatMap((row) => countOf(facets, row)));
    first = next === null ? null : numberOf(next);
  }
  return counts;
}

function countOf(
  facets: ReadonlyMap<number, Facet>,
  [hourText, number, sum]: readonly unknown[],
): HourCount[] {
  const facet = facets.get(numberOf(number));
  const hour = textOf(hourText) === "" ? Number.NaN : numberOf(hourText);
  const [requests = 0, key = 0, exact = 0, probable = 0] = textOf(sum).split(",").map(Number);
  return facet === undefined ? [] : [{ hour, facet, requests, grades: { key, exact, probable } }];
}
