import type { LaneLimits } from "./lane.ts";
import type { LaneName } from "./routes.ts";

const minute = 60_000;

/** One object each, which all hosts share, also in a saved state. */
export const laneLimits: Readonly<Record<LaneName, LaneLimits>> = {
  server: {
    gapMs: 3000,
    countMin: 2000,
    spanMs: 15 * minute,
    countMax: 150_000,
    restlessMs: 20 * minute,
    reachMs: minute,
  },
  prelude: {
    gapMs: 20_000,
    countMin: 400,
    spanMs: 15 * minute,
    countMax: 700,
    restlessMs: 20 * minute,
    reachMs: minute,
  },
  device: {
    gapMs: 15 * minute,
    countMin: 1,
    spanMs: minute,
    countMax: 20_000,
    restlessMs: Number.POSITIVE_INFINITY,
    // A silence within a run is no longer than the gap: nothing reaches over a rest.
    reachMs: 0,
  },
};
