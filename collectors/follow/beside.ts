import type { SourceBeside } from "../collect-options.ts";
import type { Following } from "./following.ts";

/**
 * Asks how far the sources are that are no files, before the files are looked at into which they are written: while one was behind, now or the last time, these are looked at
 * in this round, however quiet they were. Else what was written a moment ago, of events that are old, would come when its host had passed them.
 */
export function askBeside(following: Following): void {
  const { beside } = following.options;
  if (beside === undefined) return;
  const before = following.besides;
  following.besides = beside.sources();
  if (before.some(isBehind) || following.besides.some(isBehind)) lookAgainIn(following, beside.folder);
}

/** What none of them has passed that is waited for, ms UTC; Infinity: they are read to their ends. */
export function passedBeside({ besides }: Following): number {
  return besides.reduce((passed, { passedAt }) => Math.min(passed, passedAt), Number.POSITIVE_INFINITY);
}

function isBehind({ passedAt }: SourceBeside): boolean {
  return passedAt < Number.POSITIVE_INFINITY;
}

function lookAgainIn({ places, roster, hints, now }: Following, path: string): void {
  for (const place of places) {
    if (place.place.path !== path) continue;
    // It may have been made by now.
    if (place.trouble?.condition === "missing") place.trouble = { ...place.trouble, retryAt: now };
    const folder = place.folders.get(path);
    if (folder !== undefined) folder.listedAt = Number.NEGATIVE_INFINITY;
    for (const one of roster.in(path)) hints.add(one);
  }
}
