import type { Observation } from "../../contract/index.ts";

/** A stretch of time, ms UTC. */
interface SpanMs {
  readonly from: number;
  readonly to: number;
}

/**
 * From the first to the last record: of those that are preferred, else of all. A status file's time is that of its last copy: it counts where there is nothing
 * else. Null when no record has a time.
 */
export function spanOf(
  observations: readonly Observation[],
  prefers: (observation: Observation) => boolean,
): SpanMs | null {
  return (
    spanOver(observations, isDated, prefers) ??
    spanOver(observations, isDated, isTimed) ??
    spanOver(observations, isTimed, prefers) ??
    spanOver(observations, isTimed, isTimed)
  );
}

type Test = (observation: Observation) => boolean;

function spanOver(observations: readonly Observation[], one: Test, other: Test): SpanMs | null {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const observation of observations) {
    if (!one(observation) || !other(observation)) continue;
    from = Math.min(from, beganAt(observation));
    to = Math.max(to, endedAt(observation));
  }
  return from <= to ? { from, to } : null;
}

function isTimed({ at, trust }: Observation): boolean {
  return at !== null && trust !== "time-of-day";
}

function isDated(observation: Observation): boolean {
  return isTimed(observation) && observation.kind !== "report.status-file";
}

/** A call shorter than its stamp's resolution began, as far as one can tell, at its stamp. */
function beganAt({ at, durationMs, resolutionMs }: Observation): number {
  return (at ?? 0) - (durationMs >= resolutionMs ? Math.max(0, durationMs) : 0);
}

function endedAt(observation: Observation): number {
  return Math.max(observation.at ?? 0, beganAt(observation) + Math.max(0, observation.durationMs));
}
