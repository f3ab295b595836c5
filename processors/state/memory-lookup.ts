import type { Lookup, RequestFilter, StoredRequest } from "../contract/index.ts";
import { addUp } from "./add-up.ts";
import type { FacetCount } from "./add-up.ts";
import { pageLimit } from "./check-commit.ts";
import { cursorOf, rankOfCursor } from "./cursor.ts";
import { facetMatches, facetOf, gradesOf } from "./facet.ts";
import type { FanOut } from "./fan-out.ts";
import { foldKey } from "./fold.ts";
import type { Shelf } from "./memory-shelf.ts";
import { namesIn } from "./names-memo.ts";
import { compareRanks, noStart, rankOf } from "./rank.ts";
import { createTimeline } from "./timeline.ts";

export function lookInMemory({
  shelf,
  fanOut,
  use,
}: {
  readonly shelf: Shelf;
  readonly fanOut: FanOut;
  readonly use: <T>(act: () => T) => Promise<T>;
}): Lookup {
  const find = (id: string): StoredRequest | null =>
    (shelf.requests.get(id) ?? shelf.requests.get(shelf.aliases.get(id) ?? ""))?.request ?? null;
  return {
    request: (id) => use(() => find(id)),
    list: (filter, page) => use(() => list(matching(shelf, filter), page)),
    earliest: (filter) => use(() => earliest(matching(shelf, filter))),
    names: (filter, limit) =>
      use(() => {
        const { requests, next } = list(matching(shelf, filter), { limit, cursor: null });
        return { requests: requests.map(namesIn), isAll: next === null };
      }),
    summary: (filter) => use(() => addUp(matching(shelf, filter).map(countOf))),
    timeline: (filter, steps) =>
      use(() => {
        const timeline = createTimeline(steps);
        for (const request of matching(shelf, filter))
          timeline.add(rankOf(request).started, request.view.outcome, 1);
        return timeline.counts;
      }),
    hosts: () => use(() => [...shelf.hosts.values()].toSorted((a, b) => (a.host < b.host ? -1 : 1))),
    changes: (signal) => fanOut.read(signal),
  };
}

function countOf(request: StoredRequest): FacetCount {
  return { facet: facetOf(request), requests: 1, grades: gradesOf(request) };
}

function list(
  matches: readonly StoredRequest[],
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): { readonly requests: readonly StoredRequest[]; readonly next: string | null } {
  const after = rankOfCursor(cursor);
  const rest = matches
    .map((request) => ({ request, rank: rankOf(request) }))
    .filter(({ rank }) => compareRanks(after, rank) < 0)
    .toSorted((a, b) => compareRanks(a.rank, b.rank));
  const page = rest.slice(0, pageLimit(limit));
  const last = page.length < rest.length ? page.at(-1) : undefined;
  return {
    requests: page.map(({ request }) => request),
    next: last === undefined ? null : cursorOf(last.rank),
  };
}

function earliest(matches: readonly StoredRequest[]): StoredRequest | null {
  const last = matches
    .map((request) => ({ request, rank: rankOf(request) }))
    .filter(({ rank }) => rank.started !== noStart)
    .toSorted((a, b) => compareRanks(a.rank, b.rank))
    .at(-1);
  return last?.request ?? null;
}

function matching(shelf: Shelf, filter: RequestFilter): StoredRequest[] {
  const key = filter.key === undefined ? null : foldKey(filter.key);
  const named = new Set(
    [...shelf.aliases].filter(([alias]) => foldKey(alias) === key).map(([, successor]) => successor),
  );
  return [...shelf.requests.values()]
    .map(({ request }) => request)
    .filter(
      (request) =>
        facetMatches(facetOf(request), filter) &&
        isWithin(rankOf(request).started, filter) &&
        (key === null || named.has(request.view.id) || hasKey(request, key)),
    );
}

/** A request without a start is within no time at all. */
function isWithin(started: number, { since, until }: RequestFilter): boolean {
  if (since === undefined && until === undefined) return true;
  return (
    started !== noStart &&
    (since === undefined || started >= since) &&
    (until === undefined || started < until)
  );
}

function hasKey({ view, keys }: StoredRequest, key: string): boolean {
  return foldKey(view.id) === key || keys.some(({ value }) => foldKey(value) === key);
}
