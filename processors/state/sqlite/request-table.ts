import type { DatabaseSync } from "node:sqlite";
import type { StoredRequest } from "../../contract/index.ts";
import { facetOf, gradesOf } from "../facet.ts";
import type { GradeCounts } from "../facet.ts";
import { rankOf } from "../rank.ts";
import type { FacetBook } from "./facet-book.ts";
import { hashesOf, packHashes, unpackHashes } from "../hash-key.ts";
import { packBodies } from "./pack-bodies.ts";
import { bytesOf, integerOf } from "./row.ts";
import type { Row } from "./row.ts";
import type { Squeeze } from "./squeeze.ts";
import type { Tally } from "./tally.ts";

/** Writes requests with their keys and counts. Only within a transaction. */
export interface RequestTable {
  /** Those that changed something: what is final stays what it is. */
  put(partition: number, requests: readonly StoredRequest[]): readonly StoredRequest[];
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
    put: (partition, requests) => {
      const changed: StoredRequest[] = [];
      const fresh = new Map<string, StoredRequest>();
      for (const request of requests) {
        const { id } = request.view;
        const before = fresh.get(id);
        const known = before === undefined ? find.get(id) : undefined;
        if (before?.isFinal === true || known?.["final"] === 1) continue;
        if (known !== undefined) dropRow(known);
        dropAlias.run(id);
        fresh.set(id, request);
        changed.push(request);
      }
      insert([...fresh.values()], partition);
      return changed;
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
): (requests: readonly StoredRequest[], partition: number) => void {
  const addKey = db.prepare("INSERT INTO keys (segment, hash, started, seq) VALUES (?, ?, ?, ?)");
  const add = db.prepare(
    `INSERT INTO requests (seq, id, partition, final, facet, started, changed, graded_key, graded_exact, graded_probable,
      hashes, dictionary, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const next = db.prepare("SELECT coalesce(max(seq), 0) + 1 AS seq FROM requests");
  return (requests, partition) => {
    const first = integerOf(next.get(), "seq");
    for (const [at, { dictionary, body }] of packBodies(squeeze, requests, first).entries()) {
      const [request, seq] = [requests[at], first + at];
      if (request === undefined) continue;
      const { id, started } = rankOf(request);
      const [facet, grades] = [facets.numberOf(facetOf(request)), gradesOf(request)];
      const hashes = hashesOf(request);
      add.run(
        ...[seq, id, partition, request.isFinal ? 1 : 0, facet, started, Math.floor(request.changedAt)],
        ...[grades.key, grades.exact, grades.probable, packHashes(hashes), dictionary, body],
      );
      for (const hash of hashes) addKey.run(segmentOf(seq), hash, started, seq);
      tally.add({ facet, started, grades }, 1);
    }
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
