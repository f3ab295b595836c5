import type { SQLOutputValue } from "node:sqlite";
import { DamagedValue } from "../damaged-value.ts";

/** A row as the library hands it over. What is not as the schema says is damage. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

export function integerOf(row: Row | undefined, column: string): number {
  const value = row?.[column];
  return typeof value === "number" ? value : refuse(column, value);
}

export function textOf(row: Row | undefined, column: string): string {
  const value = row?.[column];
  return typeof value === "string" ? value : refuse(column, value);
}

export function textOrNull(row: Row | undefined, column: string): string | null {
  return row?.[column] === null ? null : textOf(row, column);
}

export function bytesOf(row: Row | undefined, column: string): Uint8Array {
  const value = row?.[column];
  return value instanceof Uint8Array ? value : refuse(column, value);
}

function refuse(column: string, value: unknown): never {
  throw new DamagedValue(`column ${column} holds ${value === undefined ? "nothing" : typeof value}`);
}
