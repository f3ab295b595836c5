import { readScratch } from "../follow/index.ts";
import type { Followed, Following } from "../follow/index.ts";
import { lastStampIn } from "./open-record.ts";
import { sourceOf } from "./take-slice.ts";
import type { Position } from "./take-slice.ts";

/** Stamp of the last record before a position, as far as a few lines show one; 0: they show none. */
export async function stampBefore(
  following: Following,
  file: Followed,
  { offset }: Pick<Position, "offset">,
): Promise<number> {
  const length = Math.min(offset, beforeBytes);
  const position = offset - length;
  const bytes = await readScratch(following, await following.handles.open(file), { position, length });
  const slice = { file: sourceOf(file), offset: position, bytes, end: false };
  return lastStampIn(slice, following.options.firstStamp) ?? 0;
}

const beforeBytes = 8192;
