import { decodeValue } from "../decode-value.ts";
import { wordsMax } from "./words.ts";

/** What a `#Fields` line says: which word of a row is which column. */
export interface Columns {
  /** The line itself, as it was in the file: the context of a reader that starts behind it. */
  readonly line: string;
  readonly names: readonly string[];
  /** Position of a column by its lower-case name, -1 when it is not logged. */
  at(name: string): number;
}

/**
 * `#Fields:` and column names, one blank between them (W3C Extended Log File Format). Names compare without case; of
 * two columns with one name the first counts. A header of absurd length is cut, so that no row fits it.
 */
export function parseColumns(line: string): Columns {
  const names = line
    .slice(fieldsMark.length)
    .split(/[ \t\r\n]+/)
    .filter((word) => word !== "")
    .slice(0, wordsMax)
    .map(decodeValue);
  const positions = new Map<string, number>();
  names.forEach((name, position) => {
    const key = name.toLowerCase();
    if (!positions.has(key)) positions.set(key, position);
  });
  return { line, names, at: (name) => positions.get(name) ?? -1 };
}

export const fieldsMark: string = "#Fields:";
