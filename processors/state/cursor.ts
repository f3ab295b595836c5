import { Buffer } from "node:buffer";
import { BadCursor } from "../contract/index.ts";
import { firstRank, noStart } from "./rank.ts";
import type { Rank } from "./rank.ts";

const version = 1;
const lengthMax = 4096;

/** The place behind a request. It says nothing of how many there are: a page stays what it is while others come and go. */
export function cursorOf({ started, id }: Rank): string {
  return Buffer.from(JSON.stringify([version, started, id])).toString("base64url");
}

/** Throws `BadCursor` for anything that `cursorOf` has not written. */
export function rankOfCursor(cursor: string | null): Rank {
  if (cursor === null) return firstRank;
  const rank = cursor.length > lengthMax ? null : parseRank(Buffer.from(cursor, "base64url").toString());
  if (rank === null || cursorOf(rank) !== cursor) throw new BadCursor();
  return rank;
}

function parseRank(text: string): Rank | null {
  const parts = parse(text);
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== version) return null;
  const [, started, id] = parts;
  if (typeof started !== "number" || typeof id !== "string") return null;
  return Number.isSafeInteger(started) && started >= noStart ? { started, id } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
