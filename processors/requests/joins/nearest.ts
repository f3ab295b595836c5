import type { Fragment } from "../fragment.ts";

/** When an attempt's anchor was, ms UTC. NaN: nobody knows. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The nearest in time; where a fragment has none, the first. What the connector reports comes after the attempt's beginning, sometimes long after. */
export function likeliest<T extends Stretch>(able: readonly T[], fragment: Fragment): T | null {
  const begun = fragment.role === "report-event" ? begunBefore(able, fragment) : [];
  return begun.at(-1) ?? nearestTo(able, fragment);
}

/** How much further away the next one has to be: clocks of hosts differ. */
const clearFactor = 3;
/** The clocks of one host's logs hardly do. */
const callSlackMs = 5000;

/** By how much a device's clock is off no record says, and it tries again within minutes: of several attempts its time never tells one for certain. */
export function isTheOnly<T extends Stretch>(
  { drafts, isOpen }: { readonly drafts: readonly T[]; readonly isOpen: (draft: T) => boolean },
  draft: T,
  fragment: Fragment,
): boolean {
  const ms = distance(draft, fragment);
  const isDevice = fragment.role === "device-run";
  if (!isDevice && Number.isNaN(ms)) return false;
  if (fragment.role === "pki-row" && ms > callSlackMs) return false;
  const nearMs = clearFactor * Math.max(ms, 1);
  const isRival = (other: T): boolean => {
    if (fragment.role === "report-event") return other.start <= fragment.start;
    return isDevice || other === draft || distance(other, fragment) < nearMs;
  };
  let rivals = 0;
  for (const other of drafts) {
    // The one is itself: another is too many.
    if (isRival(other) && isOpen(other)) rivals += 1;
    if (rivals > 1) return false;
  }
  return rivals === 1;
}

function begunBefore<T extends Stretch>(drafts: readonly T[], { start }: Fragment): readonly T[] {
  return drafts.filter((draft) => draft.start <= start);
}

function nearestTo<T extends Stretch>(drafts: readonly T[], fragment: Fragment): T | null {
  return drafts.reduce<T | null>(
    (best, draft) => (best === null || isNearer(draft, best, fragment) ? draft : best),
    null,
  );
}

/** What has no time is far from everything. */
function isNearer(one: Stretch, other: Stretch, fragment: Fragment): boolean {
  const ms = distance(one, fragment);
  return ms < distance(other, fragment) || (!Number.isNaN(ms) && Number.isNaN(distance(other, fragment)));
}

/** Between the stretch of time of an attempt's anchor and that of a fragment. NaN: one of them has no time. */
function distance(draft: Stretch, { start, end }: Fragment): number {
  return Math.max(start - draft.end, draft.start - end, 0);
}
