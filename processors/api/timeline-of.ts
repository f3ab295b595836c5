import type { Lookup } from "../contract/index.ts";
import { stepsOver } from "../page/index.ts";
import type { TimelineView } from "../page/index.ts";

/** From the begin of the range until now; of everything, from the first request to the newest. */
export async function timelineOf(
  lookup: Lookup,
  since: number | null,
  now: number,
): Promise<TimelineView | null> {
  if (since !== null) return stepped(lookup, since, now);
  const [earliest, newest] = await Promise.all([
    lookup.earliest({}),
    lookup.list({}, { limit: 1, cursor: null }),
  ]);
  const [from, to] = [earliest, newest.requests[0]].map((request) =>
    Date.parse(request?.view.startedAt ?? ""),
  );
  return from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)
    ? null
    : stepped(lookup, from, to);
}

async function stepped(lookup: Lookup, from: number, to: number): Promise<TimelineView> {
  const steps = stepsOver(from, to);
  return { steps, counts: await lookup.timeline({}, steps) };
}
