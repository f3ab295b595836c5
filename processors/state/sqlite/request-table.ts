import type { DatabaseSync } from "node:sqlite";
import type { StoredRequest } from "../../contract/index.ts";
import { facetOf, gradesOf } from "../facet.ts";
import type { GradeCounts } from "../facet.ts";
import { rankOf } from "../rank.ts";
import { encodeBody } from "../body.ts";
import type { FacetBook } from "./facet-book.ts";
import { hashesOf, packHashes, unpackHashes } from "../hash-key.ts";
import { bytesOf, integerOf } from "./row.ts";
import type { Row } from "./row.ts";
import type { Squeeze } from "./squeeze.ts";
import type { Tally } from "./tally.ts";

/** Writes requests with their keys and counts. Only within a transaction. */
export interface RequestTable {
  /** Whether something changed: what is final stays what it is. */
  put(partition: number, request: StoredRequest): boolean;
  isFinal(id: string): boolean;
  /** Whether it was there. */
  dropProvisional(id: string): boolean;
  /** With all of `rowColumns`. */
  dropRow(row: Row): void;
}

/**
 * Requests that came together share a segment of the key index. Hashes fall anywhere within it, so its size decides how many pages a commit touches: this is
 * some 200 pages.
 */
const segmentSize = 4096;

export function segmentOf(seq: number): number {
  return Math.floor(seq / segmentSize);
}

interface Parts {
  readonly facets: FacetBook;
  readonly squeeze: Squeeze;
  readonly tally: Tally;
}

export function createRequestTable(db: DatabaseSync, parts: Parts): RequestTable {
  const find = db.prepare(`SELECT ${rowColumns} FROM requests WHERE id = ?`);
  const dropAlias = db.prepare("DELETE FROM aliases WHERE id = ?");
  const dropRow = createDropRow(db, parts.tally);
  const insert = createInsert(db, parts);
  return {
    put: (partition, request) => {
      const known = find.get(request.view.id);
      if (known?.["final"] === 1) return false;
      if (known !== undefined) dropRow(known);
      dropAlias.run(request.view.id);
      insert(request, partition);
      return true;
    },
    isFinal: (id) => find.get(id)?.["final"] === 1,
    dropProvisional: (id) => {
      const row = find.get(id);
      if (row === undefined || row["final"] === 1) return false;
      dropRow(row);
      return true;
    },
    dropRow,
  };
}

function createInsert(
  db: DatabaseSync,
  { facets, squeeze, tally }: Parts,
): (request: StoredRequest, partition: number) => void {
  const addKey = db.prepare("INSERT INTO keys (segment, hash, started, seq) VALUES (?, ?, ?, ?)");
  const add = db.prepare(
    `INSERT INTO requests (id, partition, final, facet, started, changed, graded_key, graded_exact, graded_probable,
      hashes, dictionary, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return (request, partition) => {
    const { id, started } = rankOf(request);
    const [facet, grades] = [facets.numberOf(facetOf(request)), gradesOf(request)];
    const hashes = hashesOf(request);
    const { dictionary, body } = squeeze.pack(encodeBody(request), request.isFinal);
    const { lastInsertRowid } = add.run(
      ...[id, partition, request.isFinal ? 1 : 0, facet, started, Math.floor(request.changedAt)],
      ...[grades.key, grades.exact, grades.probable, packHashes(hashes), dictionary, body],
    );
    const seq = Number(lastInsertRowid);
    for (const hash of hashes) addKey.run(segmentOf(seq), hash, started, seq);
    tally.add({ facet, started, grades }, 1);
  };
}

/** All that is needed to drop a row. */
export const rowColumns =
  "seq, id, final, facet, started, changed, graded_key, graded_exact, graded_probable, hashes";

function createDropRow(db: DatabaseSync, tally: Tally): (row: Row) => void {
  const drop = db.prepare("DELETE FROM requests WHERE seq = ?");
  const dropKey = db.prepare("DELETE FROM keys WHERE segment = ? AND hash = ? AND started = ? AND seq = ?");
  return (row) => {
    const [seq, started] = [integerOf(row, "seq"), integerOf(row, "started")];
    for (const hash of unpackHashes(bytesOf(row, "hashes"))) dropKey.run(segmentOf(seq), hash, started, seq);
    tally.add({ facet: integerOf(row, "facet"), started, grades: gradesOfRow(row) }, -1);
    drop.run(seq);
  };
}

function gradesOfRow(row: Row): GradeCounts {
  return {
    key: integerOf(row, "graded_key"),
    exact: integerOf(row, "graded_exact"),
    probable: integerOf(row, "graded_probable"),
  };
}
