import { hash } from "node:crypto";
import { refusal } from "./refusal.ts";

/**
 * A cursor belongs to the list it came from: it carries a mark of the filter, so that one of another list, or one that somebody
 * wrote by hand, is refused instead of giving a page from somewhere.
 */
export function wrapCursor(cursor: string | null, filter: string): string | null {
  return cursor === null ? null : Buffer.from(`${markOf(cursor, filter)}${cursor}`).toString("base64url");
}

export function unwrapCursor(wrapped: string | undefined, filter: string): string | null {
  if (wrapped === undefined) return null;
  const text = Buffer.from(wrapped, "base64url").toString();
  const cursor = text.slice(markChars);
  if (text.slice(0, markChars) !== markOf(cursor, filter))
    throw refusal("bad-cursor", "it is of another list, or was changed");
  return cursor;
}

const markChars = 12;

function markOf(cursor: string, filter: string): string {
  return hash("sha256", `${filter}\n${cursor}`).slice(0, markChars);
}
