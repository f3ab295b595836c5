import type { HostView } from "./store.ts";

type Event = Pick<HostView, "eventAt" | "eventTrust">;

/** The latest of them, with what is doubtful of its time; of equal ones the first. */
export function newestEvent(events: readonly Event[]): Event {
  let latest: Event = { eventAt: null };
  for (const event of events)
    if (event.eventAt !== null && (latest.eventAt === null || event.eventAt > latest.eventAt)) latest = event;
  const { eventAt, eventTrust } = latest;
  return { eventAt, ...(eventTrust === undefined ? {} : { eventTrust }) };
}
