import type { PrintedEvent } from "./events-in.ts";
import type { Stretch } from "./event-query.ts";

/** What a channel does not tell any more. */
export type Loss =
  /** These records were overwritten, or cleared, before they were asked for. */
  | { readonly type: "overwritten"; readonly records: Stretch }
  /** The numbers have begun anew behind this one: what the log held behind it before, if anything, nobody knows. */
  | { readonly type: "cleared"; readonly last: number };

/**
 * A loss as an event of our own, which is written where the lost ones would stand: so it takes their way, is counted once like them, and is not forgotten by a restart.
 *
 * ```
 * Provider scepscope   EventID 1 overwritten: From, To   2 cleared: Last   EventRecordID  the number behind which the channel is read on
 * ```
 * `next` is the oldest event that is still there: the loss is told at its time, on its computer.
 */
export function lossEvent(channel: string, loss: Loss, next: PrintedEvent): PrintedEvent {
  const [eventId, recordId, values] =
    loss.type === "overwritten"
      ? [1, loss.records.to, `${value("From", loss.records.from)}${value("To", loss.records.to)}`]
      : [2, next.recordId - 1, value("Last", loss.last)];
  const computer = /<Computer>([^<>]{1,300})<\/Computer>/.exec(next.xml)?.[0] ?? "<Computer></Computer>";
  const stamp = next.at === "" ? "" : `<TimeCreated SystemTime='${next.at}'/>`;
  const system = `<Provider Name='scepscope'/><EventID>${eventId}</EventID><Version>0</Version><Level>3</Level>${stamp}<EventRecordID>${recordId}</EventRecordID><Channel>${escaped(channel)}</Channel>${computer}`;
  const xml = `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>${system}</System><EventData>${values}</EventData></Event>`;
  // Its time is another event's: nothing that is found under its number is held against it.
  return { recordId, eventId, at: "", xml };
}

function value(name: string, number: number): string {
  return `<Data Name='${name}'>${number}</Data>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
