import { encodings, formats } from "../contract/index.ts";
import type { Encoding, Format } from "../contract/index.ts";
import type { SavedFile } from "./checkpoint.ts";

/**
 * One file of a checkpoint as one line: a JSON array in this order.
 *
 *     [id, inode, generation, path, shown, host, format, encoding, offset, context, head, headHash, tail, tailHash, ended, seenAt]
 */
export function encodeSaved(file: SavedFile): string {
  return JSON.stringify([
    file.id,
    file.inode,
    file.generation,
    file.path,
    file.shown,
    file.host,
    file.format,
    file.encoding,
    file.offset,
    file.context,
    file.head.length,
    file.head.hash,
    file.tail.length,
    file.tail.hash,
    file.ended,
    file.seenAt,
  ]);
}

/** A host as one line: a JSON array with its name. */
export function encodeHost(host: string): string {
  return JSON.stringify([host]);
}

/** Null: no such line. */
export function decodeHost(line: string): string | null {
  const row = parsed(line);
  return Array.isArray(row) && row.length === 1 && isText(row[0]) ? row[0] : null;
}

/** Null: no such line. */
export function decodeSaved(line: string): SavedFile | null {
  const row = parsed(line);
  if (!isRow(row)) return null;
  const [id, inode, generation, path, shown, host, format, encoding, offset, context] = row;
  const [head, headHash, tail, tailHash, ended, seenAt] = row.slice(10);
  if (!isCount(head) || !isCount(tail) || !isCount(seenAt)) return null;
  return {
    ...{ id, inode, generation, path, shown, host, format, encoding, offset, context },
    head: { length: head, hash: String(headHash) },
    tail: { length: tail, hash: String(tailHash) },
    ended: ended === true,
    seenAt,
  };
}

type Row = [
  ...[id: string, inode: string, generation: number, path: string, shown: string, host: string],
  ...[format: Format, encoding: Encoding, offset: number, context: string],
  ...rest: unknown[],
];

function isRow(row: unknown): row is Row {
  return Array.isArray(row) && row.length === cells.length && cells.every((fits, index) => fits(row[index]));
}

const isText = (cell: unknown): cell is string => typeof cell === "string";
const isCount = (cell: unknown): cell is number => typeof cell === "number" && Number.isFinite(cell);
const isFormat = (cell: unknown): boolean => formats.some((name) => name === cell);
const isEncoding = (cell: unknown): boolean => encodings.some((name) => name === cell);
const isFlag = (cell: unknown): boolean => typeof cell === "boolean";

const cells: readonly ((cell: unknown) => boolean)[] = [
  ...[isText, isText, isCount, isText, isText, isText, isFormat, isEncoding, isCount, isText],
  ...[isCount, isText, isCount, isText, isFlag, isCount],
];

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
