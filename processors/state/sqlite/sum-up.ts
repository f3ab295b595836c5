import { setImmediate as turn } from "node:timers/promises";
import type { RequestFilter, Summary } from "../../contract/index.ts";
import { addUp } from "../add-up.ts";
import type { FacetCount } from "../add-up.ts";
import { facetMatches } from "../facet.ts";
import { firstRank, noStart } from "../rank.ts";
import { searchByKey } from "./by-key.ts";
import { spanOf } from "../span.ts";
import type { OpenFile } from "./open-file.ts";
import { integerOf } from "./row.ts";
import type { Row } from "./row.ts";
import { statement } from "./statement.ts";
import { hourMs } from "../hour.ts";

/** From running sums: all hours that lie within, and at both ends the requests of one hour. With a key: those that carry it, one by one. */
export async function sumUp(file: OpenFile, filter: RequestFilter): Promise<Summary> {
  const rows = filter.key === undefined ? sums(file, filter) : await byKey(file, filter, filter.key);
  const counts = rows.map((row) => countOf(file, row));
  return addUp(counts.filter(({ facet }) => facetMatches(facet, filter)));
}

const sumColumns = `sum(requests) AS requests, sum(graded_key) AS graded_key, sum(graded_exact) AS graded_exact,
  sum(graded_probable) AS graded_probable`;

function sums({ reader }: OpenFile, { since, until }: RequestFilter): Row[] {
  if (since === undefined && until === undefined)
    return statement(reader, `SELECT facet, ${sumColumns} FROM totals GROUP BY facet`).all();
  const [from, to] = [Math.ceil(since ?? noStart + 1), Math.ceil(until ?? firstRank.started)];
  const [first, end] = [Math.ceil(from / hourMs), Math.floor(to / hourMs)];
  const edge = statement(
    reader,
    `SELECT facet, count(*) AS requests, sum(graded_key) AS graded_key, sum(graded_exact) AS graded_exact,
     sum(graded_probable) AS graded_probable FROM requests WHERE started >= ? AND started < ? GROUP BY facet`,
  );
  const isTimed = Math.max(from, noStart + 1);
  if (first >= end) return edge.all(isTimed, to);
  return [
    ...edge.all(isTimed, first * hourMs),
    ...statement(
      reader,
      `SELECT facet, ${sumColumns} FROM tallies WHERE hour >= ? AND hour < ? GROUP BY facet`,
    ).all(first, end),
    ...edge.all(end * hourMs, to),
  ];
}

const portion = 512;

/** One row for each facet, whatever the number of requests. */
interface Sums extends Row {
  readonly facet: number;
  requests: number;
  graded_key: number;
  graded_exact: number;
  graded_probable: number;
}

function addTo(sums: Map<number, Sums>, row: Row): void {
  const facet = integerOf(row, "facet");
  const sum = sums.get(facet) ?? { facet, requests: 0, graded_key: 0, graded_exact: 0, graded_probable: 0 };
  sums.set(facet, sum);
  sum.requests += 1;
  sum.graded_key += integerOf(row, "graded_key");
  sum.graded_exact += integerOf(row, "graded_exact");
  sum.graded_probable += integerOf(row, "graded_probable");
}

async function byKey(file: OpenFile, filter: RequestFilter, key: string): Promise<Row[]> {
  const search = searchByKey(file, key);
  const read = statement(
    file.reader,
    "SELECT facet, graded_key, graded_exact, graded_probable FROM requests WHERE seq = ?",
  );
  const sums = new Map<number, Sums>();
  let after = firstRank;
  for (;;) {
    const batch = search.candidates(spanOf(filter, after), portion);
    for (const { seq } of batch) {
      const row = read.get(seq);
      if (row !== undefined) addTo(sums, row);
    }
    const last = batch.at(-1);
    if (last === undefined || batch.length < portion) return [...sums.values()];
    after = last.rank;
    await turn();
  }
}

function countOf({ facets }: OpenFile, row: Row): FacetCount {
  return {
    facet: facets.facet(integerOf(row, "facet")),
    requests: integerOf(row, "requests"),
    grades: {
      key: integerOf(row, "graded_key"),
      exact: integerOf(row, "graded_exact"),
      probable: integerOf(row, "graded_probable"),
    },
  };
}
