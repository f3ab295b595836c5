import { formats } from "../../collectors/contract/index.ts";
import type { Layout } from "./layout.ts";
import type { Row } from "./row.ts";
import { fleetLayout, hostLayout } from "./rows.ts";
import type { Rows } from "./rows.ts";

type Piece = ReadonlyMap<string, unknown>;

const fleetPiece = "fleet";
const hostPiece = "host/";
const filesPiece = "files/";

/**
 * What changed since the last call, and notes it as what the store may be keeping now. By the names of the series, not by their places: the next version of this
 * program may have more of them.
 */
export function saveRows({ fleet, hosts }: Rows): ReadonlyMap<string, Piece> {
  const pieces = new Map<string, Piece>();
  if (fleet.isChanged) pieces.set(fleetPiece, saveRow(fleet, fleetLayout));
  for (const [host, row] of hosts) {
    if (row.isChanged) pieces.set(`${hostPiece}${host}`, saveRow(row, hostLayout));
    if (row.files.isChanged) pieces.set(`${filesPiece}${host}`, new Map(row.files.byName));
    row.files.isChanged = false;
  }
  return pieces;
}

function saveRow(row: Row, { slots }: Layout): Piece {
  row.isChanged = false;
  row.kept = row.values.slice();
  const counts = new Map<string, number>();
  row.values.forEach((value, place) => {
    const slot = value === 0 ? undefined : slots[place];
    if (slot !== undefined) counts.set(slot.name, value);
  });
  return new Map<string, unknown>([
    ["isServer", row.isServer],
    ["formats", new Map([...row.formats].map((format) => [format, 1]))],
    ["counts", counts],
    ["expiries", new Map(row.expiries)],
    ["causeAt", new Map(row.causeAt)],
    ["minutes", new Map([...row.minutes].map(([minute, known]) => [String(minute), new Map(known)]))],
  ]);
}

/** What the last `saveRows` gave is kept. */
export function showRows({ fleet, hosts }: Rows): void {
  showRow(fleet);
  for (const row of hosts.values()) showRow(row);
}

function showRow(row: Row): void {
  if (row.kept === null) return;
  row.shown = row.kept;
  row.kept = null;
  for (const [place, exemplar] of row.exemplars) row.shownExemplars.set(place, exemplar);
  row.exemplars.clear();
}

/** Takes up what was kept. Series that exist no more are left out; what is no such piece at all is an error: its totals would begin anew in silence. */
export function restoreRows(rows: Rows, pieces: ReadonlyMap<string, Piece>): void {
  for (const [name, piece] of pieces) {
    if (name === fleetPiece) restoreRow(rows.fleet, fleetLayout, piece);
    else if (name.startsWith(hostPiece)) restoreRow(rows.of(name.slice(hostPiece.length)), hostLayout, piece);
    else if (name.startsWith(filesPiece)) restoreFiles(rows.of(name.slice(filesPiece.length)), piece);
  }
}

function restoreRow(row: Row, layout: Layout, piece: Piece): void {
  row.isServer ||= piece.get("isServer") === true;
  const written = numbersIn(piece, "formats");
  for (const format of formats) if (written.has(format)) row.formats.add(format);
  for (const [name, count] of numbersIn(piece, "counts")) {
    const place = layout.find(name);
    if (place !== undefined) row.values[place] = (row.values[place] ?? 0) + count;
  }
  row.shown = row.values.slice();
  restoreTimes(row, piece);
}

function restoreTimes(row: Row, piece: Piece): void {
  for (const [name, at] of numbersIn(piece, "expiries")) row.expiries.set(name, at);
  for (const [name, at] of numbersIn(piece, "causeAt")) row.causeAt.set(name, at);
  for (const [minute, known] of mapIn(piece, "minutes"))
    if (known instanceof Map) row.minutes.set(Number(minute), numbersIn(new Map([["", known]]), ""));
}

function restoreFiles({ files }: Row, piece: Piece): void {
  for (const [name, at] of piece) if (at === null || typeof at === "number") files.byName.set(name, at);
}

function numbersIn(piece: Piece, name: string): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const [key, value] of mapIn(piece, name)) {
    if (typeof value !== "number") throw damaged(name);
    numbers.set(key, value);
  }
  return numbers;
}

function mapIn(piece: Piece, name: string): ReadonlyMap<string, unknown> {
  const found = piece.get(name);
  if (!(found instanceof Map)) throw damaged(name);
  return new Map([...found].map(([key, value]) => [String(key), value]));
}

function damaged(name: string): Error {
  return new Error(
    `the kept totals cannot be read: ${name} is not what was written. Set the state aside: it is made again from the logs`,
  );
}
