import type { Named, RequestFilter, StoredRequest } from "../../contract/index.ts";
import { pageLimit } from "../check-commit.ts";
import { cursorOf, rankOfCursor } from "../cursor.ts";
import { facetMatches, facetOf } from "../facet.ts";
import { foldKey } from "../fold.ts";
import type { NamesMemo } from "../names-memo.ts";
import { firstRank } from "../rank.ts";
import { spanOf } from "../span.ts";
import { lastCandidates, searchByStart } from "./candidates.ts";
import type { Candidate, Search } from "./candidates.ts";
import { hashWord } from "./commit-words.ts";
import type { FacetBooks } from "./facet-books.ts";
import { everySpan, joinWithin, withFragments } from "./fragments.ts";
import type { Fragment } from "./fragments.ts";
import { readHead } from "./head.ts";
import type { Ground } from "./own-partition.ts";
import type { BodyReader, Found } from "./read-bodies.ts";
import { bytesOf, groupsOf, listOf, textOf } from "./reply.ts";
import { searchByKey } from "./search-by-key.ts";

/** What a lookup needs. */
export interface Reading extends Ground {
  readonly books: FacetBooks;
  readonly bodies: BodyReader;
}

export async function partitionsOf({ link, places }: Ground): Promise<readonly string[]> {
  return listOf(await link.call("smembers", [places.partitions]))
    .map(textOf)
    .toSorted();
}

/** By id, in one partition; those that are not there are left out. */
export async function requestsById(
  reading: Reading,
  partition: string,
  ids: readonly string[],
): Promise<readonly StoredRequest[]> {
  const words = ids.flatMap((id) => [id, foldKey(id), hashWord(foldKey(id))]);
  const reply = await reading.run("get", reading.places.meta(partition), words);
  return reading.bodies.read(
    partition,
    foundIn(reply).filter((one) => one !== null),
  );
}

/** With what other partitions know of it. */
export async function findRequest(reading: Reading, id: string): Promise<StoredRequest | null> {
  const partitions = await partitionsOf(reading);
  const found = await Promise.all(
    partitions.map(async (partition) =>
      (await requestsById(reading, partition, [id])).map((request) => ({ partition, request })),
    ),
  );
  const all = found.flat();
  const whole = all.find(({ request }) => request.view.id === id) ?? all[0];
  if (whole === undefined) return null;
  return partitions.length === 1
    ? whole.request
    : withFragments(whole, async (key) => {
        const { search } = searchByKey(reading, reading.books, { key, partitions });
        return load(reading, await search(everySpan, fragmentsMax));
      });
}

const fragmentsMax = 64;

export interface Page {
  readonly requests: readonly StoredRequest[];
  readonly next: string | null;
}

/** In portions: what was found may have gone, or be another, before it is read. */
export async function listRequests(
  reading: Reading,
  filter: RequestFilter,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<Page> {
  const wanted = pageLimit(limit) + 1;
  let after = rankOfCursor(cursor);
  const { search, carries } = await searchFor(reading, filter);
  const portion = hasRest(filter) ? Math.max(wanted, keyPortion) : wanted;
  const found: Listed[] = [];
  for (;;) {
    const batch = await search(spanOf(filter, after), portion);
    const likely = batch.filter(({ facet }) => facetMatches(facet, filter));
    for (let first = 0; first < likely.length && found.length < wanted; first += wanted) {
      const loaded = await load(reading, likely.slice(first, first + wanted));
      found.push(
        ...loaded.filter(({ request }) => facetMatches(facetOf(request), filter) && carries(request)),
      );
    }
    const last = batch.at(-1);
    if (found.length >= wanted || batch.length < portion || last === undefined) break;
    after = last.rank;
  }
  return pageOf(found, limit, filter.key === undefined);
}

/** One entry of each partition is read, however many there are; one that has gone meanwhile gives way to the next. */
export async function earliestRequest(
  reading: Reading,
  filter: Omit<RequestFilter, "key">,
): Promise<StoredRequest | null> {
  const partitions = await partitionsOf(reading);
  for (const candidate of await lastCandidates(reading, reading.books, { filter, partitions })) {
    const [found] = await load(reading, [candidate]);
    if (found !== undefined) return found.request;
  }
  return null;
}

/** What is remembered is not read again. One that has gone in between is left out. */
export async function namesInRedis(
  reading: Reading,
  memo: NamesMemo,
  { filter, limit }: { readonly filter: Omit<RequestFilter, "key">; readonly limit: number },
): Promise<Named> {
  const { search } = await searchFor(reading, filter);
  const found = await search(spanOf(filter, firstRank), pageLimit(limit) + 1);
  const known = new Map(found.map((one) => [one, memo.get(wordFor(one))]));
  const shown = found.slice(0, limit);
  const loaded = await load(
    reading,
    shown.filter((one) => known.get(one) === undefined),
  );
  const read = loaded.map((one) => memo.of(wordFor(one), one.request));
  return {
    requests: [...shown.flatMap((one) => known.get(one) ?? []), ...read],
    isAll: found.length <= limit,
  };
}

/** The same id in two partitions is two requests. */
function wordFor({ partition, rank }: Pick<Candidate, "partition" | "rank">): string {
  return `${partition} ${rank.id}`;
}

function pageOf(found: readonly Listed[], limit: number, isByStart: boolean): Page {
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    requests: isByStart ? page.map(({ request }) => request) : joinWithin(page),
    next: last === undefined ? null : cursorOf(last.rank),
  };
}

/** Few of those with a key may have the rest of the filter: what can be told only by a look at each. */
const keyPortion = 256;

function hasRest({ key, since: _since, until: _until, ...rest }: RequestFilter): boolean {
  return key !== undefined && Object.values(rest).some((value) => value !== undefined);
}

interface Listed extends Fragment {
  readonly rank: Candidate["rank"];
}

async function searchFor(
  reading: Reading,
  filter: RequestFilter,
): Promise<{ readonly search: Search; readonly carries: (request: StoredRequest) => boolean }> {
  const partitions = await partitionsOf(reading);
  const { key } = filter;
  return key === undefined
    ? { search: searchByStart(reading, reading.books, { filter, partitions }), carries: () => true }
    : searchByKey(reading, reading.books, { key, partitions });
}

/** In the order of the candidates, without those that are gone. */
async function load(reading: Reading, candidates: readonly Candidate[]): Promise<readonly Listed[]> {
  const byPartition = Map.groupBy(candidates, ({ partition }) => partition);
  const loaded = new Map<Candidate, StoredRequest>();
  await Promise.all(
    [...byPartition].map(async ([partition, some]) => {
      const found = await foundFor(reading, partition, some);
      const there = some.filter((one, index) => found[index]?.head.rank.id === one.rank.id);
      const foundThere = found.filter((one, index) => one?.head.rank.id === some[index]?.rank.id);
      const requests = await reading.bodies.read(
        partition,
        foundThere.filter((one) => one !== null),
      );
      for (const [index, one] of there.entries()) {
        const request = requests[index];
        if (request !== undefined) loaded.set(one, request);
      }
    }),
  );
  return candidates.flatMap((one) => {
    const request = loaded.get(one);
    return request === undefined ? [] : [{ request, rank: one.rank, partition: one.partition }];
  });
}

async function foundFor(
  { run, places }: Ground,
  partition: string,
  candidates: readonly Candidate[],
): Promise<readonly (Found | null)[]> {
  const read = candidates.map(({ found }) => found);
  if (!read.includes(null)) return read;
  const numbers = candidates.map(({ number }) => number);
  return foundIn(await run("load", places.meta(partition), numbers));
}

function foundIn(reply: unknown): (Found | null)[] {
  return groupsOf(reply, 2).map(([head, body]) =>
    head === null || body === null ? null : { head: readHead(bytesOf(head)), body: bytesOf(body) },
  );
}
