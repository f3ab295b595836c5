import type { FailedStart, Observation, Request } from "../contract/index.ts";

/** What NDES says of its own start: an event of a minute. */
export interface NdesStart {
  readonly at: number;
  /** Null: it has started. */
  readonly failed: FailedStart | null;
}

/** NDES tells of a start that failed twice and more within milliseconds: why (10, 53), and that it has not started (2). */
const sameStartMs = 2_000;
/** The stamp of a row is that of its end, in whole seconds; the event may come a moment later. */
const slackMs = 2_000;
/** Of one minute: a server that is asked all the time tries all the time. */
export const ndesStartsMax = 60;

export function ndesStartOf({ kind, facts, at }: Observation): NdesStart | null {
  if (at === null) return null;
  if (kind === "host.service-started") return { at, failed: null };
  if (kind !== "host.service-failed") return null;
  const { eventId = 2, code } = facts;
  return { at, failed: code === undefined ? { eventId } : { eventId, code } };
}

/** The failed start after which the request came, or that it caused; null where NDES has started since. Of events of one start that which says why. */
export function failedStartBefore(events: readonly NdesStart[], request: Request): FailedStart | null {
  const until = (request.endedAt ?? request.startedAt ?? 0) + slackMs;
  const before = events.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
  const last = before.at(-1);
  if (last === undefined || last.failed === null) return null;
  const why = before.find(
    ({ at, failed }) => failed !== null && failed.eventId !== 2 && last.at - at <= sameStartMs,
  );
  return why?.failed ?? last.failed;
}
