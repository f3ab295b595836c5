import { isDoubtful } from "../contract/index.ts";
import type { DoubtfulTrust } from "../contract/index.ts";
import { timeOf, trustOf } from "../observations/index.ts";
import type { ObserveContext } from "../observations/index.ts";
import type { LogRecord } from "../records/index.ts";

/** The latest moment of some records, ms UTC as far as the zone of their clock is known; null: none has one. Changed in place. */
export interface NewestTime {
  at: number | null;
  /** What is doubtful of it; null: nothing. */
  trust: DoubtfulTrust | null;
}

export function noteNewest(newest: NewestTime, record: LogRecord, context: ObserveContext): void {
  const trust = trustOf(record, context);
  const at = timeOf(record, context, trust);
  if (at === null || (newest.at !== null && at <= newest.at)) return;
  newest.at = at;
  newest.trust = isDoubtful(trust) ? trust : null;
}
