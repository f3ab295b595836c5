import type { RequestFilter, Summary } from "../../contract/index.ts";
import { addUp } from "../add-up.ts";
import type { FacetCount } from "../add-up.ts";
import { facetMatches } from "../facet.ts";
import { firstRank, noStart } from "../rank.ts";
import { hourMs } from "../hour.ts";
import { searchByStart } from "./candidates.ts";
import type { Candidate, Search } from "./candidates.ts";
import { spanOf } from "../span.ts";
import { partitionsOf } from "./lookup-in-redis.ts";
import type { Reading } from "./lookup-in-redis.ts";
import { runningSums } from "./running-sums.ts";
import { searchByKey } from "./search-by-key.ts";

const portion = 1000;

/** From running sums: all hours that lie within, and at both ends the requests of one hour. With a key: those that carry it. */
export async function sumUp(reading: Reading, filter: RequestFilter): Promise<Summary> {
  const partitions = await partitionsOf(reading);
  const asked = { reading, filter, partitions };
  const counts = filter.key === undefined ? await countByStart(asked) : await countByKey(asked, filter.key);
  return addUp(counts.filter(({ facet }) => facetMatches(facet, filter)));
}

interface Asked {
  readonly reading: Reading;
  readonly filter: RequestFilter;
  readonly partitions: readonly string[];
}

function countByKey({ reading, filter, partitions }: Asked, key: string): Promise<FacetCount[]> {
  const { search } = searchByKey(reading, reading.books, { key, partitions });
  return countEach(search, filter);
}

async function countByStart({ reading, filter, partitions }: Asked): Promise<FacetCount[]> {
  const { since, until } = filter;
  const all = async (hours: readonly [number, number] | null): Promise<FacetCount[]> =>
    (await Promise.all(partitions.map((partition) => runningSums(reading, partition, hours)))).flat();
  if (since === undefined && until === undefined) return all(null);
  const search = searchByStart(reading, reading.books, { filter, partitions });
  const from = Math.max(Math.ceil(since ?? noStart + 1), noStart + 1);
  const to = Math.ceil(until ?? firstRank.started);
  const [first, end] = [Math.ceil(from / hourMs), Math.floor(to / hourMs)];
  if (first >= end) return countEach(search, { ...filter, since: from, until: to });
  return [
    ...(await countEach(search, { ...filter, since: from, until: first * hourMs })),
    ...(await all([first, end])),
    ...(await countEach(search, { ...filter, since: end * hourMs, until: to })),
  ];
}

interface Sum extends FacetCount {
  requests: number;
  readonly grades: { key: number; exact: number; probable: number };
}

async function countEach(search: Search, filter: RequestFilter): Promise<FacetCount[]> {
  const counted = new Map<Candidate["facet"], Sum>();
  for (let after = firstRank; ;) {
    const batch = await search(spanOf(filter, after), portion);
    for (const { facet, grades } of batch) {
      const sum = counted.get(facet) ?? { facet, requests: 0, grades: { key: 0, exact: 0, probable: 0 } };
      counted.set(facet, sum);
      sum.requests += 1;
      sum.grades.key += grades.key;
      sum.grades.exact += grades.exact;
      sum.grades.probable += grades.probable;
    }
    const last = batch.at(-1);
    if (last === undefined || batch.length < portion) return [...counted.values()];
    after = last.rank;
  }
}
