import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";

/** Columns of the widest line. */
export function widest(text: string): number {
  return Math.max(...text.split("\n").map((line) => stringWidth(stripVTControlCharacters(line))));
}

/** Everything that could move the cursor, change colours, reorder or hide text. */
export const dangerous: RegExp = /[^\P{C}\n]/u;

/** What a log may hold if its writer means harm. */
export const hostile: string =
  "\u001b[2J\u001b]0;owned\u0007 \u202eevil\u2066 a\u200bb \r\n\u0000\u009b31m \ud800 ｗｉｄｅ 👩‍👩‍👧‍👦 ".repeat(
    20,
  );
