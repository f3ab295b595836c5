import type { Observation } from "../contract/index.ts";

/**
 * The zone of a local clock, from moments that the same host stamped in its local time and in UTC, or null unless it is
 * beyond doubt.
 *
 * Zones are multiples of 15 minutes between −14 h and +14 h. For each, the written times are moved and paired one to one
 * with the UTC times. It is taken only when at least `pairsMin` pairs exist, nearly all of the smaller side fit, and the next
 * best zone is clearly worse: on a busy host every zone fits, and then nothing is said. Returned as UTC − local.
 */
export function inferZone(
  localMs: readonly number[],
  utcMs: readonly number[],
): { readonly offsetMs: number } | null {
  const local = sorted(localMs);
  const utc = sorted(utcMs);
  const smaller = Math.min(local.length, utc.length);
  if (smaller < pairsMin) return null;
  let best = { offsetMs: 0, pairs: -1 };
  let second = -1;
  for (let step = -stepsMax; step <= stepsMax; step += 1) {
    const offsetMs = step * stepMs;
    const pairs = countPairs(local, utc, offsetMs);
    if (pairs > best.pairs) {
      second = best.pairs;
      best = { offsetMs, pairs };
    } else if (pairs > second) second = pairs;
  }
  const isClear = best.pairs >= pairsMin && best.pairs >= smaller * fitMin && second <= best.pairs * rivalMax;
  return isClear ? { offsetMs: best.offsetMs } : null;
}

/**
 * The observations to infer a zone from: the start of a verification as the policy module wrote it in its local time, and as
 * IIS (when that call ended) or the registration point wrote it in UTC.
 */
export function zoneAnchor(observation: Observation): boolean {
  if (observation.at === null) return false;
  if (observation.writer === "iis") return observation.kind === "verify.call";
  return (
    (observation.writer === "plugin" || observation.writer === "crp") && observation.kind === "verify.started"
  );
}

const stepMs = 15 * 60_000;
const stepsMax = 14 * 4;
const pairsMin = 3;
const fitMin = 0.9;
const rivalMax = 0.6;
/** Clocks of one host agree; a row of IIS ends up to a slow call later, and its stamp is cut to the second. */
const earlyMs = 1500;
const lateMs = 20_000;
/** Enough to decide; more only costs. */
const stampsMax = 20_000;

function sorted(stamps: readonly number[]): readonly number[] {
  return stamps.slice(0, stampsMax).sort((a, b) => a - b);
}

/** Both sides ascending: the earliest possible partner is always a best choice. */
function countPairs(local: readonly number[], utc: readonly number[], offsetMs: number): number {
  let pairs = 0;
  let next = 0;
  for (const written of local) {
    const moved = written + offsetMs;
    while (next < utc.length && (utc[next] ?? 0) < moved - earlyMs) next += 1;
    if (next >= utc.length) break;
    if ((utc[next] ?? 0) <= moved + lateMs) {
      pairs += 1;
      next += 1;
    }
  }
  return pairs;
}
