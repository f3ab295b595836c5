import type { Observation } from "../contract/index.ts";
import type { EventRecord } from "../records/index.ts";
import type { OpenFacts } from "./facts.ts";
import { quoteText } from "./kept-text.ts";
import { findValue } from "./named-keys.ts";
import { noKeys, toObservation } from "./observation.ts";
import type { ObserveContext } from "./observe-context.ts";

/**
 * What a collector of ours has written among the events of a channel (`collectors/event-logs/loss-event.ts`): 1, records that Windows had overwritten before they were asked for,
 * with their numbers; 2, numbers that have begun anew.
 */
export function observeLostEvents(record: EventRecord, context: ObserveContext, out: Observation[]): void {
  const facts = record.eventId === 1 ? overwritten(record) : record.eventId === 2 ? cleared(record) : null;
  if (facts === null) return;
  const kind = "host.events-lost";
  out.push(
    // A device's own event log loses events like that of a server.
    toObservation(record, context, {
      writer: "other",
      kind,
      stage: 0,
      outcome: "failed",
      keys: noKeys,
      facts,
    }),
  );
}

function overwritten(record: EventRecord): OpenFacts | null {
  const [from, to] = [numberOf(record, "from"), numberOf(record, "to")];
  if (from === null || to === null || to < from) return null;
  const count = to - from + 1;
  return { eventId: 1, count, text: quoteText(`${record.channel}, records ${from} to ${to}`) };
}

function cleared(record: EventRecord): OpenFacts | null {
  const last = numberOf(record, "last");
  return last === null
    ? null
    : { eventId: 2, count: 0, text: quoteText(`${record.channel}, begun anew behind record ${last}`) };
}

function numberOf(record: EventRecord, name: string): number | null {
  const value = findValue(record.values, name).trim();
  return /^\d{1,15}$/.test(value) ? Number(value) : null;
}
