import { setImmediate as turn } from "node:timers/promises";
import type { HostView, Named, RequestFilter, StoredRequest } from "../../contract/index.ts";
import { pageLimit } from "../check-commit.ts";
import { cursorOf, rankOfCursor } from "../cursor.ts";
import type { NamesMemo } from "../names-memo.ts";
import { firstRank } from "../rank.ts";
import { facetMatches } from "../facet.ts";
import { foldKey } from "../fold.ts";
import { decodeBody } from "../body.ts";
import { searchByKey } from "./by-key.ts";
import type { KeySearch } from "./by-key.ts";
import { spanOf } from "../span.ts";
import { candidates, lastCandidate } from "./candidates.ts";
import type { Candidate } from "./candidates.ts";
import type { OpenFile } from "./open-file.ts";
import { DamagedValue } from "../damaged-value.ts";
import { textOf } from "./row.ts";
import type { Row } from "./row.ts";
import type { Squeeze } from "./squeeze.ts";
import { statement } from "./statement.ts";

export function findRequest({ reader, readSqueeze }: OpenFile, id: string): StoredRequest | null {
  const find = statement(reader, "SELECT dictionary, body FROM requests WHERE id = ?");
  const alias = statement(reader, "SELECT successor FROM aliases WHERE id = ?");
  let row = find.get(id);
  if (row === undefined) {
    const known = alias.get(id);
    row = known === undefined ? undefined : find.get(textOf(known, "successor"));
  }
  return requestOf(readSqueeze, row);
}

function requestOf(squeeze: Squeeze, row: Row | undefined): StoredRequest | null {
  const text = row === undefined ? null : squeeze.unpack(row);
  return text === null ? null : decodeBody(text);
}

export function requestIn(
  { reader, readSqueeze }: OpenFile,
  partition: string,
  id: string,
): StoredRequest | null {
  const row = statement(
    reader,
    `SELECT dictionary, body FROM requests
     WHERE id = ? AND partition = (SELECT number FROM partitions WHERE name = ?)`,
  ).get(id, partition);
  return requestOf(readSqueeze, row);
}

export interface Page {
  readonly requests: readonly StoredRequest[];
  readonly next: string | null;
}

/** Others get their turn between portions: a filter may hold for few of many. */
export async function listRequests(
  file: OpenFile,
  filter: RequestFilter,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<Page> {
  const wanted = pageLimit(limit) + 1;
  const search = filter.key === undefined ? null : searchByKey(file, filter.key);
  const portion = search === null ? wanted : Math.max(wanted, keyPortion);
  const next =
    search === null
      ? candidates(file, filter, portion)
      : (span: Parameters<KeySearch["candidates"]>[0]) => search.candidates(span, portion);
  const found: Found[] = [];
  let after = rankOfCursor(cursor);
  for (;;) {
    const batch = next(spanOf(filter, after));
    take(file, { batch, filter, search, wanted }, found);
    const last = batch.at(-1);
    if (found.length >= wanted || batch.length < portion || last === undefined) break;
    after = last.rank;
    await turn();
  }
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    requests: page.map(({ request }) => request),
    next: last === undefined ? null : cursorOf(last.rank),
  };
}

/** The last entry of the index of each facet that matches, however many there are. */
export function earliestRequest(file: OpenFile, filter: Omit<RequestFilter, "key">): StoredRequest | null {
  const found = lastCandidate(file, filter);
  const read = statement(file.reader, "SELECT dictionary, body FROM requests WHERE seq = ?");
  return found === null ? null : requestOf(file.readSqueeze, read.get(found.seq));
}

/** What is remembered is not read again. One that another process has forgotten in between is left out. */
export function namesInFile(
  file: OpenFile,
  memo: NamesMemo,
  { filter, limit }: { readonly filter: Omit<RequestFilter, "key">; readonly limit: number },
): Named {
  const found = candidates(file, filter, pageLimit(limit) + 1)(spanOf(filter, firstRank));
  const read = statement(file.reader, "SELECT dictionary, body FROM requests WHERE seq = ?");
  const requests = found.slice(0, limit).flatMap(({ seq, rank: { id } }) => {
    const known = memo.get(id);
    if (known !== undefined) return [known];
    const request = requestOf(file.readSqueeze, read.get(seq));
    return request === null ? [] : [memo.of(id, request)];
  });
  return { requests, isAll: found.length <= limit };
}

const keyPortion = 256;

interface Found {
  readonly request: StoredRequest;
  readonly rank: Candidate["rank"];
}

interface Taking {
  readonly batch: readonly Candidate[];
  readonly filter: RequestFilter;
  readonly search: KeySearch | null;
  readonly wanted: number;
}

function take(file: OpenFile, { batch, filter, search, wanted }: Taking, found: Found[]): void {
  const read = statement(file.reader, "SELECT dictionary, body FROM requests WHERE seq = ?");
  for (const { seq, facet, rank } of batch) {
    if (found.length >= wanted) return;
    if (!facetMatches(file.facets.facet(facet), filter)) continue;
    const request = requestOf(file.readSqueeze, read.get(seq));
    // Another process may have forgotten it since.
    if (request === null) continue;
    if (search === null || carries(request, search)) found.push({ request, rank });
  }
}

/** Two keys may have one hash. */
function carries({ view, keys }: StoredRequest, { folded, successors }: KeySearch): boolean {
  return (
    successors.has(view.id) ||
    foldKey(view.id) === folded ||
    keys.some(({ value }) => foldKey(value) === folded)
  );
}

export function allHosts({ reader }: OpenFile): HostView[] {
  const rows = statement(reader, "SELECT view FROM hosts").all();
  return rows.map((row) => parseHost(textOf(row, "view"))).sort((a, b) => (a.host < b.host ? -1 : 1));
}

function parseHost(text: string): HostView {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DamagedValue("a host is not what was written", { cause: error });
  }
}
