import { html, raw } from "hono/html";
import { escapeText, logLine } from "../wording/index.ts";

export { html };

/** A piece of a page. What stands in `${}` is escaped, unless it is a piece itself. */
export type Html = ReturnType<typeof html>;

/** Text of our own that is markup or style already. */
export function ownText(text: string): Html {
  return raw(text);
}

/** The whole of a page as text, without the blanks that only indent it. Text of a log never holds a line end here. */
export function pageText(piece: Html): string {
  if (piece instanceof Promise)
    throw new Error("a piece of a page waits for something: give it what it needs");
  return piece.toString().replaceAll(/\n\s+/g, "\n");
}

/** Words from a log: what could reorder or hide them is made visible; that they are no markup is the template's work. */
export function logText(text: string, charsMax: number = 4000): string {
  const shown = escapeText(logLine(text));
  if (shown.length <= charsMax) return shown;
  return `${shown.slice(0, charsMax * 0.7)} … ${shown.slice(-charsMax * 0.25)}`;
}

/** An identifier from a log. */
export function idText(text: string): string {
  return escapeText(text);
}
