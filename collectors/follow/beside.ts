import type { SourceBeside } from "../collect-options.ts";
import type { Following } from "./following.ts";

/**
 * Asks how far the sources are that are no files, before the files are looked at into which they are written: while one was behind, now or the last time, these are looked at
 * in this round, however quiet they were. Else what was written a moment ago, of events that are old, would come when its host had passed them.
 *
 * One that waits until its files are shipped is waited for no more where these cannot be read: both would wait for ever.
 */
export function askBeside(following: Following): void {
  const { beside } = following.options;
  if (beside === undefined) return;
  const before = following.besides;
  const isStuck = isInTrouble(following, beside.folder);
  following.besides = beside
    .sources()
    .map((one) => (one.isFull === true && isStuck ? { ...one, passedAt: Number.POSITIVE_INFINITY } : one));
  if (before.some(isBehind) || following.besides.some(isBehind)) lookAgainIn(following, beside.folder);
}

/** What none of them has passed that is waited for, ms UTC; Infinity: they are read to their ends. */
export function passedBeside({ besides }: Following): number {
  return besides.reduce((passed, { passedAt }) => Math.min(passed, passedAt), Number.POSITIVE_INFINITY);
}

function isBehind({ passedAt }: SourceBeside): boolean {
  return passedAt < Number.POSITIVE_INFINITY;
}

/** For longer than another program, such as a virus scanner, has a file for itself. */
function isInTrouble({ roster, places, now }: Following, folder: string): boolean {
  const own = places.filter(({ place }) => place.path === folder);
  return [...own, ...[...roster.in(folder)].map((path) => roster.at(path))].some((one) => {
    const since = one?.trouble?.since ?? now;
    return now - since >= inTroubleMs;
  });
}

const inTroubleMs = 60_000;

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
