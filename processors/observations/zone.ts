import { offsetBetween } from "../contract/index.ts";
import type { Observation } from "../contract/index.ts";

/**
 * The zone of a local clock, from moments that the same host stamped in its local time and in UTC, or null unless it is
 * beyond doubt. Returned as UTC − local.
 */
export function inferZone(
  localMs: readonly number[],
  utcMs: readonly number[],
): { readonly offsetMs: number } | null {
  const found = offsetBetween(localMs, utcMs, fit);
  return found === null ? null : { offsetMs: found.offsetMs };
}

/** Clocks of one host agree; a row of IIS ends up to a slow call later. */
const fit = { pairsMin: 3, fitMin: 0.9, lateMs: 20_000 };

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
