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
export function isTheOnly<T extends Stretch>(draft: T, open: readonly T[], fragment: Fragment): boolean {
  if (fragment.role === "device-run") return open.length === 1;
  const ms = distance(draft, fragment);
  if (Number.isNaN(ms)) return false;
  if (fragment.role === "report-event") return begunBefore(open, fragment).length === 1;
  if (fragment.role === "pki-row" && ms > callSlackMs) return false;
  return open.every(
    (other) => other === draft || !(distance(other, fragment) < clearFactor * Math.max(ms, 1)),
  );
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
