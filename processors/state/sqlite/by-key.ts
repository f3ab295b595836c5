import type { DatabaseSync } from "node:sqlite";
import { foldKey } from "../fold.ts";
import { candidateOf, createTop, spanValues } from "./candidates.ts";
import type { Candidate } from "./candidates.ts";
import type { Span } from "../span.ts";
import { hashKey } from "../hash-key.ts";
import type { OpenFile } from "./open-file.ts";
import { segmentOf } from "./request-table.ts";
import { integerOf, textOf } from "./row.ts";
import { statement } from "./statement.ts";

export interface KeySearch {
  readonly folded: string;
  /** Requests that were known by this key as an id, before. */
  readonly successors: ReadonlySet<string>;
  /** The first few: of those that carry the key (or, hardly ever, another with the same hash), and of the successors. */
  candidates(span: Span, limit: number): Candidate[];
}

export function searchByKey({ reader }: OpenFile, key: string): KeySearch {
  const folded = foldKey(key);
  const hash = hashKey(folded);
  const successors = successorsOf(reader, folded);
  const segments = segmentsWith(reader, hash);
  return {
    folded,
    successors: new Set(successors),
    candidates: (span, limit) => {
      const top = createTop(limit);
      for (const id of successors) top.add(successorIn(reader, { id, hash, span }));
      for (const segment of segments) {
        const rest = spanValues({ ...span, lower: Math.max(span.lower, top.lowest()) });
        const rows = statement(reader, inSegment).all(segment, hash, ...rest, limit);
        top.add(rows.map(candidateOf));
      }
      return top.all();
    },
  };
}

const inSegment = `SELECT r.seq AS seq, r.id AS id, r.started AS started, r.facet AS facet
  FROM keys AS k JOIN requests AS r ON r.seq = k.seq
  WHERE k.segment = ? AND k.hash = ? AND k.started BETWEEN ? AND ? AND (k.started < ? OR r.id > ?)
  ORDER BY k.started DESC, r.id LIMIT ?`;

/** How many old names may be written alike but for their case. */
const successorsMax = 100;

function successorsOf(reader: DatabaseSync, folded: string): string[] {
  return statement(reader, "SELECT DISTINCT successor FROM aliases WHERE folded = ? LIMIT ?")
    .all(folded, successorsMax)
    .map((row) => textOf(row, "successor"));
}

/** The newest first. All are asked, within the database: a thousand of them take two milliseconds. */
function segmentsWith(reader: DatabaseSync, hash: number): number[] {
  const row = statement(
    reader,
    "SELECT (SELECT min(seq) FROM requests) AS first, (SELECT max(seq) FROM requests) AS last",
  ).get();
  if (row?.["first"] === null) return [];
  return statement(
    reader,
    `WITH RECURSIVE segments (number) AS (VALUES (?) UNION ALL SELECT number - 1 FROM segments WHERE number > ?)
     SELECT number FROM segments WHERE EXISTS (SELECT 1 FROM keys WHERE segment = number AND hash = ?)`,
  )
    .all(segmentOf(integerOf(row, "last")), segmentOf(integerOf(row, "first")), hash)
    .map((segment) => integerOf(segment, "number"));
}

/** What carries the key itself is found in its segment. */
function successorIn(
  reader: DatabaseSync,
  { id, hash, span }: { readonly id: string; readonly hash: number; readonly span: Span },
): Candidate[] {
  const isIndexed = statement(
    reader,
    "SELECT 1 FROM keys WHERE segment = ? AND hash = ? AND started = ? AND seq = ?",
  );
  return statement(
    reader,
    `SELECT seq, id, started, facet FROM requests
     WHERE started BETWEEN ? AND ? AND (started < ? OR id > ?) AND id = ?`,
  )
    .all(...spanValues(span), id)
    .map(candidateOf)
    .filter(({ seq, rank }) => isIndexed.get(segmentOf(seq), hash, rank.started, seq) === undefined);
}
