/** When an offset is believed. */
export interface OffsetFit {
  readonly pairsMin: number;
  /** Share of the smaller side that has to have a partner. */
  readonly fitMin: number;
  /** The partner comes so much later at most. */
  readonly lateMs: number;
}

/**
 * By how much two clocks differ, from moments that both have stamped; null unless it is beyond doubt. Zones are multiples of 15 minutes between −14 h and +14 h. For each, the
 * stamps of the one are moved and paired one to one with those of the other. It is taken only when enough pairs exist, nearly all of the smaller side fit, and the next best is
 * clearly worse: on a busy host every one fits, and then nothing is said. Returned as other − one.
 */
export function offsetBetween(
  oneMs: readonly number[],
  otherMs: readonly number[],
  fit: OffsetFit,
): { readonly offsetMs: number; readonly pairs: number } | null {
  const one = sorted(oneMs);
  const other = sorted(otherMs);
  const smaller = Math.min(one.length, other.length);
  if (smaller < fit.pairsMin) return null;
  let best = { offsetMs: 0, pairs: -1 };
  let second = -1;
  for (let step = -stepsMax; step <= stepsMax; step += 1) {
    const offsetMs = step * stepMs;
    const pairs = countPairs(one, other, { offsetMs, lateMs: fit.lateMs });
    if (pairs > best.pairs) {
      second = best.pairs;
      best = { offsetMs, pairs };
    } else if (pairs > second) second = pairs;
  }
  const isClear =
    best.pairs >= fit.pairsMin && best.pairs >= smaller * fit.fitMin && second <= best.pairs * rivalMax;
  return isClear ? best : null;
}

const stepMs = 15 * 60_000;
const stepsMax = 14 * 4;
const rivalMax = 0.6;
/** A stamp may be cut to the second. */
const earlyMs = 1500;
/** Enough to decide; more only costs. */
const stampsMax = 20_000;

function sorted(stamps: readonly number[]): readonly number[] {
  return stamps.slice(0, stampsMax).sort((a, b) => a - b);
}

/** Both sides ascending: the earliest possible partner is always a best choice. */
function countPairs(
  one: readonly number[],
  other: readonly number[],
  { offsetMs, lateMs }: { readonly offsetMs: number; readonly lateMs: number },
): number {
  let pairs = 0;
  let next = 0;
  for (const stamp of one) {
    const moved = stamp + offsetMs;
    while (next < other.length && (other[next] ?? 0) < moved - earlyMs) next += 1;
    if (next >= other.length) break;
    if ((other[next] ?? 0) <= moved + lateMs) {
      pairs += 1;
      next += 1;
    }
  }
  return pairs;
}
